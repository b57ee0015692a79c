/** Who did what, where the log of events has no actor for it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useCallback } from 'react';
import * as z from 'zod/mini';
import { listAuditQuery } from '../../../../src/contracts/operations.ts';
import { auditList } from '../../api/operations.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { PageHeader } from '../../kit/page-header.tsx';
import { CellDetail, Time, TraceLink, UserName } from '../../lists/cells.tsx';
import { FilterBar, ListPage, PagedTable } from '../../lists/paged-table.tsx';
import { SearchField } from '../../lists/search-field.tsx';

const search = z.pick(listAuditQuery, { action: true });

export function Page() {
  const text = useText();
  const filter = useSearchOf(search);
  const setSearch = useSetSearch();
  const list = useInfiniteQuery(auditList(filter));
  const onWords = useCallback((action: string | undefined) => setSearch({ action }), [setSearch]);
  return (
    <>
      <PageHeader title={text('audit.title')} />
      <ListPage>
        <FilterBar>
          <SearchField label={text('audit.search')} value={filter.action ?? ''} onChange={onWords} />
        </FilterBar>
        <PagedTable
          query={list}
          caption={text('audit.title')}
          rowKey={(row) => row.id}
          empty={text('audit.empty')}
          emptyIcon={<ScrollText size={22} />}
          columns={[
            {
              key: 'action',
              header: text('audit.action'),
              cell: (row) => (
                <>
                  <span className="mono">{row.action}</span>
                  <CellDetail>{row.target}</CellDetail>
                </>
              ),
            },
            { key: 'by', header: text('audit.by'), cell: (row) => <UserName {...row.by} /> },
            {
              key: 'detail',
              header: text('ticket.facts'),
              wideOnly: true,
              cell: (row) => <CellDetail>{shown(row.detail)}</CellDetail>,
            },
            {
              key: 'address',
              header: text('audit.address'),
              wideOnly: true,
              cell: (row) => row.address ?? '–',
            },
            {
              key: 'at',
              header: text('operations.when'),
              cell: (row) => (
                <>
                  <Time at={row.at} /> <TraceLink id={row.traceId} />
                </>
              ),
            },
          ]}
        />
      </ListPage>
    </>
  );
}

function shown(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}
