/** All customers, found by name, code, phone or e-mail. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import * as z from 'zod/mini';
import { customerStatuses, listCustomersQuery } from '../../../../src/contracts/customers.ts';
import { customerList } from '../../api/customers.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { CellDetail, RowLink, Time } from '../../lists/cells.tsx';
import { FilterBar, ListPage, PagedTable } from '../../lists/paged-table.tsx';
import { SearchField } from '../../lists/search-field.tsx';
import { useZones } from '../../people/use-zones.ts';
import { CustomerStatusLabel } from '../../people/words.tsx';
import { useMay } from '../../session/session.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';

const CustomerForm = lazy(async () => ({
  default: (await import('../../people/customer-form.tsx')).CustomerForm,
}));
const search = z.pick(listCustomersQuery, { q: true, status: true, zone: true });

export function Page() {
  const text = useText();
  const may = useMay();
  const navigate = useNavigate();
  const filter = useSearchOf(search);
  const setSearch = useSetSearch();
  const zones = useZones();
  const [creating, setCreating] = useState(false);
  const list = useInfiniteQuery(customerList(filter));
  const onWords = useCallback((q: string | undefined) => setSearch({ q }), [setSearch]);
  return (
    <>
      <PageHeader title={text('customers.title')}>
        {may('customers.edit') && (
          <Button variant="primary" icon={<Plus size={16} />} onClick={() => setCreating(true)}>
            {text('customers.new')}
          </Button>
        )}
      </PageHeader>
      <ListPage>
        <FilterBar>
          <SearchField label={text('customers.search')} value={filter.q ?? ''} onChange={onWords} />
          <FilterMenu
            label={text('field.status')}
            values={customerStatuses}
            chosen={filter.status ?? []}
            name={(value) => text(`customers.status.${value}`)}
            onChange={(status) => setSearch({ status })}
          />
          <FilterMenu
            label={text('field.zone')}
            values={zones}
            chosen={filter.zone === undefined ? [] : [filter.zone]}
            name={(value) => value}
            // The API takes one zone: the one pressed last.
            onChange={(chosen) => setSearch({ zone: chosen?.find((zone) => zone !== filter.zone) })}
          />
        </FilterBar>
        <PagedTable
          query={list}
          caption={text('customers.title')}
          rowKey={(row) => row.id}
          empty={text('customers.empty')}
          columns={[
            {
              key: 'name',
              header: text('field.name'),
              cell: (row) => (
                <>
                  <RowLink to={`/customers/${row.id}`}>{row.name}</RowLink>
                  <CellDetail>{row.code}</CellDetail>
                </>
              ),
            },
            {
              key: 'status',
              header: text('field.status'),
              cell: (row) => <CustomerStatusLabel status={row.status} />,
            },
            { key: 'zone', header: text('field.zone'), cell: (row) => row.zone },
            { key: 'phone', header: text('field.phone'), wideOnly: true, cell: (row) => row.phone ?? '–' },
            { key: 'email', header: text('field.email'), wideOnly: true, cell: (row) => row.email ?? '–' },
            {
              key: 'since',
              header: text('field.createdAt'),
              wideOnly: true,
              cell: (row) => <Time at={row.createdAt} />,
            },
          ]}
        />
      </ListPage>
      {creating && (
        <Suspense>
          <CustomerForm
            onClose={() => setCreating(false)}
            onSaved={({ id }) => void navigate({ to: `/customers/${id}` } as never)}
          />
        </Suspense>
      )}
    </>
  );
}
