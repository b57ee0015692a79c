/** All registrations, found by number, name, phone or e-mail. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { listRegistrationsQuery, registrationStatuses } from '../../../../src/contracts/registrations.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { registrationList } from '../../api/registrations.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { BulkJobs } from '../../bulk/jobs.tsx';
import { rowSelection } from '../../bulk/rows.ts';
import { isEmpty, nothingSelected } from '../../bulk/selection.ts';
import { useText } from '../../i18n/text.ts';
import { PageHeader } from '../../kit/page-header.tsx';
import { CellDetail, RowLink, Time } from '../../lists/cells.tsx';
import { FilterBar, ListPage, PagedTable } from '../../lists/paged-table.tsx';
import { SearchField } from '../../lists/search-field.tsx';
import { useZones } from '../../people/use-zones.ts';
import { RegistrationStatusLabel } from '../../registrations/words.tsx';
import { useMay } from '../../session/session.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';
import { RegistrationBulkBar } from './bulk-bar.tsx';

const search = z.pick(listRegistrationsQuery, { q: true, status: true, zone: true });

export function Page() {
  const text = useText();
  const may = useMay();
  const filter = useSearchOf(search);
  const setSearch = useSetSearch();
  const zones = useZones();
  const list = useInfiniteQuery(registrationList(filter));
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const bulk = may('registrations.verify') || may('registrations.approve');
  const [selection, setSelection] = useState(nothingSelected);
  const shown = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list.
  useEffect(() => setSelection(nothingSelected), [shown]);
  const onWords = useCallback((q: string | undefined) => setSearch({ q }), [setSearch]);
  return (
    <>
      <PageHeader title={text('registrations.title')} />
      <ListPage>
        <FilterBar>
          <SearchField label={text('registrations.search')} value={filter.q ?? ''} onChange={onWords} />
          <FilterMenu
            label={text('field.status')}
            values={registrationStatuses}
            chosen={filter.status ?? []}
            name={(value) => text(`registrations.status.${value}`)}
            onChange={(status) => setSearch({ status })}
          />
          <FilterMenu
            label={text('field.zone')}
            values={zones}
            chosen={filter.zone === undefined ? [] : [filter.zone]}
            name={zoneName}
            // The API takes one zone: the one pressed last.
            onChange={(chosen) => setSearch({ zone: chosen?.find((zone) => zone !== filter.zone) })}
          />
        </FilterBar>
        {bulk && <BulkJobs kind="registration" />}
        {!isEmpty(selection) && (
          <RegistrationBulkBar
            filter={filter}
            held={rows.length}
            selection={selection}
            onSelect={setSelection}
          />
        )}
        <PagedTable
          query={list}
          caption={text('registrations.title')}
          rowKey={(row) => row.id}
          empty={text('registrations.empty')}
          selection={
            bulk
              ? rowSelection(selection, rows, setSelection, {
                  all: text('tickets.selectAll'),
                  one: (row) => text('tickets.select', { number: row.name }),
                })
              : undefined
          }
          columns={[
            {
              key: 'name',
              header: text('field.name'),
              cell: (row) => (
                <>
                  <RowLink to={`/registrations/${row.id}`}>{row.name}</RowLink>
                  <CellDetail>{row.number}</CellDetail>
                </>
              ),
            },
            {
              key: 'status',
              header: text('field.status'),
              cell: (row) => <RegistrationStatusLabel status={row.status} />,
            },
            {
              key: 'place',
              header: text('field.address'),
              cell: (row) => (
                <>
                  {row.address.kelurahan}
                  <CellDetail>
                    {row.zone === null ? text('registrations.noZone') : zoneName(row.zone)}
                  </CellDetail>
                </>
              ),
            },
            {
              key: 'package',
              header: text('field.package'),
              wideOnly: true,
              cell: (row) => row.packageName ?? '–',
            },
            { key: 'phone', header: text('field.phone'), wideOnly: true, cell: (row) => row.phone },
            {
              key: 'since',
              header: text('field.createdAt'),
              wideOnly: true,
              cell: (row) => <Time at={row.createdAt} />,
            },
          ]}
        />
      </ListPage>
    </>
  );
}
