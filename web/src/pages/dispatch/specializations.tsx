/** The list of specializations: what each is called, and which tickets need it. */
import { useQuery } from '@tanstack/react-query';
import { Award, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Specialization } from '../../../../src/contracts/specializations.ts';
import { specializations } from '../../api/dispatch.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Table } from '../../kit/table.tsx';
import { CellDetail } from '../../lists/cells.tsx';
import { useSpecializationName } from '../../people/use-specialization-name.ts';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';

const SpecializationForm = lazy(async () => ({
  default: (await import('./specialization-form.tsx')).SpecializationForm,
}));

export function Specializations() {
  const text = useText();
  const mayKeep = useMay()('technicians.catalogue');
  const query = useQuery(specializations);
  const nameOf = useSpecializationName();
  const [form, setForm] = useState<Specialization | 'new'>();
  if (query.isPending) return <SkeletonLines lines={6} />;
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.data;
  const add = mayKeep && (
    <Button icon={<Plus size={16} aria-hidden="true" />} onClick={() => setForm('new')}>
      {text('dispatch.skills.new')}
    </Button>
  );
  const needed = ({ ticketTypes, categories }: Specialization) =>
    [...ticketTypes.map((kind) => text(`ticket.type.${kind}`)), ...categories].join(', ');
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState icon={<Award size={22} />} title={text('dispatch.skills.empty')} action={add}>
          {text('dispatch.skills.empty.words')}
        </EmptyState>
      ) : (
        <>
          <Table
            caption={text('dispatch.skills')}
            rows={rows}
            rowKey={({ code }) => code}
            columns={[
              {
                key: 'name',
                header: text('field.name'),
                cell: ({ code }) => (
                  <>
                    {nameOf(code)}
                    <CellDetail>{code}</CellDetail>
                  </>
                ),
              },
              {
                key: 'needed',
                header: text('dispatch.skills.neededBy'),
                cell: (row) => needed(row) || text('dispatch.skills.nothing'),
              },
              {
                key: 'active',
                header: text('field.status'),
                wideOnly: true,
                cell: ({ active }) => (
                  <StatusDot tone={active ? 'good' : 'neutral'}>
                    {text(active ? 'dispatch.skills.active' : 'dispatch.skills.inactive')}
                  </StatusDot>
                ),
              },
              {
                key: 'do',
                header: <span className="visually-hidden">{text('users.actions')}</span>,
                align: 'end',
                cell: (row) =>
                  mayKeep && (
                    <Button
                      size="small"
                      aria-label={text('technicians.skills.change', { name: nameOf(row.code) })}
                      onClick={() => setForm(row)}
                    >
                      {text('command.edit')}
                    </Button>
                  ),
              },
            ]}
          />
          <div className={styles.add}>{add}</div>
        </>
      )}
      {form && (
        <Suspense>
          <SpecializationForm
            {...(form === 'new' ? {} : { specialization: form })}
            onClose={() => setForm(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
