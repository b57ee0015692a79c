/** All customers, found by name, code, phone, e-mail or address, also with typing errors. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { listCustomersQuery } from '../../../../src/contracts/customers.ts';
import { customerStatuses } from '../../../../src/contracts/events/customer.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { customerList } from '../../api/customers.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { BulkJobs } from '../../bulk/jobs.tsx';
import { rowSelection } from '../../bulk/rows.ts';
import { isEmpty, nothingSelected } from '../../bulk/selection.ts';
import { useText } from '../../i18n/text.ts';
import { CellDetail, RowLink, Time } from '../../lists/cells.tsx';
import { PagedTable } from '../../lists/paged-table.tsx';
import { usePackages } from '../../packages/use-packages.ts';
import { PeoplePage } from '../../people/people-page.tsx';
import { useZones } from '../../people/use-zones.ts';
import { CustomerStatusLabel } from '../../people/words.tsx';
import { useMay } from '../../session/session.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';
import { CustomerBulkBar } from './bulk-bar.tsx';

const CustomerForm = lazy(async () => ({
  default: (await import('../../people/customer-form.tsx')).CustomerForm,
}));
const search = z.pick(listCustomersQuery, { q: true, status: true, zone: true, packageId: true });

export function Page() {
  const text = useText();
  const may = useMay();
  const filter = useSearchOf(search);
  const setSearch = useSetSearch();
  const zones = useZones();
  const packages = usePackages();
  const list = useInfiniteQuery(customerList(filter));
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const bulk = may('customers.status');
  const [selection, setSelection] = useState(nothingSelected);
  const shown = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list.
  useEffect(() => setSelection(nothingSelected), [shown]);
  return (
    <PeoplePage
      title={text('customers.title')}
      path="/customers"
      create={may('customers.edit') ? { label: text('customers.new'), form: CustomerForm } : undefined}
      searchLabel={text('customers.search')}
      words={filter.q}
      filters={
        <>
          <FilterMenu
            label={text('field.status')}
            values={customerStatuses}
            chosen={filter.status ?? []}
            name={(value) => text(`customers.status.${value}`)}
            onChange={(status) => setSearch({ status })}
          />
          {/* The API takes one zone and one package: the one pressed last. */}
          <FilterMenu
            label={text('field.zone')}
            values={zones}
            chosen={filter.zone === undefined ? [] : [filter.zone]}
            name={zoneName}
            onChange={(chosen) => setSearch({ zone: chosen?.find((zone) => zone !== filter.zone) })}
          />
          {packages.size > 0 && (
            <FilterMenu
              label={text('field.package')}
              values={[...packages.keys()]}
              chosen={filter.packageId === undefined ? [] : [filter.packageId]}
              name={(id) => packages.get(id)?.name ?? ''}
              onChange={(chosen) => setSearch({ packageId: chosen?.find((id) => id !== filter.packageId) })}
            />
          )}
        </>
      }
    >
      {bulk && <BulkJobs kind="customer" />}
      {!isEmpty(selection) && (
        <CustomerBulkBar filter={filter} held={rows.length} selection={selection} onSelect={setSelection} />
      )}
      <PagedTable
        query={list}
        caption={text('customers.title')}
        rowKey={(row) => row.id}
        empty={text('customers.empty')}
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
                <RowLink to={`/customers/${row.id}`}>{row.name}</RowLink>
                <CellDetail>{row.code}</CellDetail>
              </>
            ),
          },
          {
            key: 'status',
            header: text('field.status'),
            cell: (row) => (
              <>
                <CustomerStatusLabel status={row.status} />
                {row.suspendReason && (
                  <CellDetail>{text(`customers.reason.${row.suspendReason}`)}</CellDetail>
                )}
              </>
            ),
          },
          {
            key: 'address',
            header: text('field.address'),
            cell: (row) => (
              <>
                {row.address?.street ?? zoneName(row.zone)}
                {row.address && <CellDetail>{`${row.address.kelurahan}, ${row.address.city}`}</CellDetail>}
              </>
            ),
          },
          {
            key: 'package',
            header: text('field.package'),
            wideOnly: true,
            cell: (row) => row.package?.name ?? '–',
          },
          { key: 'phone', header: text('field.phone'), wideOnly: true, cell: (row) => row.phone ?? '–' },
          {
            key: 'since',
            header: text('field.createdAt'),
            wideOnly: true,
            cell: (row) => <Time at={row.createdAt} />,
          },
        ]}
      />
    </PeoplePage>
  );
}
