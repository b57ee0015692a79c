/** All technicians and whether they can be sent. The directory is held whole, so it is filtered here. */

import { useQuery } from '@tanstack/react-query';
import { Plus, SearchX } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import * as z from 'zod/mini';
import { availabilities, listTechniciansQuery } from '../../../../src/contracts/technicians.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { technicianDirectory } from '../../api/technicians.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { Table } from '../../kit/table.tsx';
import { CellDetail, RowLink } from '../../lists/cells.tsx';
import { FilterBar, ListPage } from '../../lists/paged-table.tsx';
import { SearchField } from '../../lists/search-field.tsx';
import { useZones } from '../../people/use-zones.ts';
import { AvailabilityLabel } from '../../people/words.tsx';
import { useMay } from '../../session/session.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';

const TechnicianForm = lazy(async () => ({
  default: (await import('../../people/technician-form.tsx')).TechnicianForm,
}));
const search = z.pick(listTechniciansQuery, { q: true, availability: true, zone: true });

export function Page() {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const { q, availability, zone } = useSearchOf(search);
  const setSearch = useSetSearch();
  const zones = useZones();
  const [creating, setCreating] = useState(false);
  const directory = useQuery(technicianDirectory);
  const onWords = useCallback((words: string | undefined) => setSearch({ q: words }), [setSearch]);
  const words = q?.toLowerCase() ?? '';
  const rows = (directory.data ?? []).filter(
    (one) =>
      `${one.name}\n${one.employeeNumber}`.toLowerCase().includes(words) &&
      (availability === undefined || availability.includes(one.availability)) &&
      (zone === undefined || zone === one.zone),
  );
  return (
    <>
      <PageHeader title={text('technicians.title')} count={directory.data && formats.number(rows.length)}>
        {may('technicians.edit') && (
          <Button variant="primary" icon={<Plus size={16} />} onClick={() => setCreating(true)}>
            {text('technicians.new')}
          </Button>
        )}
      </PageHeader>
      <ListPage>
        <FilterBar>
          <SearchField label={text('technicians.search')} value={q ?? ''} onChange={onWords} />
          <FilterMenu
            label={text('field.availability')}
            values={availabilities}
            chosen={availability ?? []}
            name={(value) => text(`availability.${value}`)}
            onChange={(chosen) => setSearch({ availability: chosen })}
          />
          <FilterMenu
            label={text('field.zone')}
            values={zones}
            chosen={zone === undefined ? [] : [zone]}
            name={zoneName}
            onChange={(chosen) => setSearch({ zone: chosen?.find((one) => one !== zone) })}
          />
        </FilterBar>
        {directory.isPending ? (
          <SkeletonLines lines={8} />
        ) : directory.isError && !directory.data ? (
          <ErrorState error={directory.error} onRetry={() => void directory.refetch()} />
        ) : rows.length === 0 ? (
          <EmptyState icon={<SearchX size={22} />} title={text('field.technician.none')} />
        ) : (
          <Table
            caption={text('technicians.title')}
            rows={rows}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'name',
                header: text('field.name'),
                cell: (row) => (
                  <>
                    <RowLink to={`/technicians/${row.id}`}>{row.name}</RowLink>
                    <CellDetail>{row.employeeNumber}</CellDetail>
                  </>
                ),
              },
              {
                key: 'availability',
                header: text('field.availability'),
                cell: (row) => <AvailabilityLabel availability={row.availability} />,
              },
              { key: 'zone', header: text('field.zone'), cell: (row) => zoneName(row.zone) },
              {
                key: 'skill',
                header: text('field.skillLevel'),
                wideOnly: true,
                cell: (row) => text(`skill.${row.skillLevel}`),
              },
              {
                key: 'shift',
                header: text('field.shift'),
                wideOnly: true,
                cell: (row) => text(`shift.${row.shift}`),
              },
              {
                key: 'max',
                header: text('field.maxTicketsPerDay'),
                wideOnly: true,
                align: 'end',
                cell: (row) => formats.number(row.maxTicketsPerDay),
              },
            ]}
          />
        )}
      </ListPage>
      {creating && (
        <Suspense>
          <TechnicianForm onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </>
  );
}
