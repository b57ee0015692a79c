/** What customers can subscribe to, the cheapest first. */
import { useQuery } from '@tanstack/react-query';
import { PackageOpen, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Package } from '../../../../src/contracts/packages.ts';
import { packageList } from '../../api/packages.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Table } from '../../kit/table.tsx';
import { CellButtons, CellDetail, RowLink } from '../../lists/cells.tsx';
import { ListPage } from '../../lists/paged-table.tsx';
import { useMay } from '../../session/session.ts';

const PackageForm = lazy(async () => ({
  default: (await import('../../packages/package-form.tsx')).PackageForm,
}));

export function Page() {
  const text = useText();
  const may = useMay();
  const list = useQuery(packageList);
  const [form, setForm] = useState<Package | 'new'>();
  const offer = may('packages.edit') && (
    <Button variant="primary" icon={<Plus size={16} />} onClick={() => setForm('new')}>
      {text('packages.new')}
    </Button>
  );
  return (
    <>
      <PageHeader title={text('packages.title')}>{offer}</PageHeader>
      <ListPage>
        {list.isPending && <SkeletonLines lines={6} />}
        {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.length === 0 && (
          <EmptyState icon={<PackageOpen size={22} />} title={text('packages.empty')} />
        )}
        {list.data && list.data.length > 0 && <Packages rows={list.data} onEdit={setForm} />}
      </ListPage>
      {form && (
        <Suspense>
          <PackageForm {...(form === 'new' ? {} : { given: form })} onClose={() => setForm(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function Packages({
  rows,
  onEdit,
}: {
  readonly rows: readonly Package[];
  readonly onEdit: (one: Package) => void;
}) {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  return (
    <Table
      caption={text('packages.title')}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'name',
          header: text('field.name'),
          cell: (row) => (
            <>
              {may('customers.view') ? (
                <RowLink to={`/customers?packageId=${row.id}`}>{row.name}</RowLink>
              ) : (
                row.name
              )}
              <CellDetail>
                {text('packages.speed', {
                  down: formats.number(row.downMbps),
                  up: formats.number(row.upMbps),
                })}
              </CellDetail>
            </>
          ),
        },
        {
          key: 'price',
          header: text('packages.monthlyPrice'),
          align: 'end',
          cell: (row) => formats.number(row.monthlyPrice),
        },
        {
          key: 'setup',
          header: text('packages.setupFee'),
          align: 'end',
          wideOnly: true,
          cell: (row) => formats.number(row.setupFee),
        },
        {
          key: 'sla',
          header: text('packages.slaClass'),
          wideOnly: true,
          cell: (row) => text(`packages.sla.${row.slaClass}`),
        },
        {
          key: 'active',
          header: text('field.status'),
          cell: (row) => (
            <StatusDot tone={row.active ? 'good' : 'neutral'} hollow={!row.active}>
              {text(row.active ? 'packages.offered' : 'packages.withdrawn')}
            </StatusDot>
          ),
        },
        ...(may('packages.edit')
          ? [
              {
                key: 'do',
                header: <span className="visually-hidden">{text('users.actions')}</span>,
                align: 'end' as const,
                cell: (row: Package) => (
                  <CellButtons>
                    <Button size="small" onClick={() => onEdit(row)}>
                      {text('command.edit')}
                    </Button>
                  </CellButtons>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
