/** What a technician is certified in: the list, and how it is changed. */
import { Award, Pencil, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { dayOf } from '../../../src/contracts/day.ts';
import type { TechnicianSpecialization } from '../../../src/contracts/technicians.ts';
import { removeSpecialization, type Technician, technicianKeys } from '../api/technicians.ts';
import { useDeed } from '../forms/use-deed.ts';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { AlertDialog } from '../kit/alert-dialog.tsx';
import { Button } from '../kit/button.tsx';
import { EmptyState } from '../kit/empty-state.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { Stars } from '../kit/stars.tsx';
import { StatusDot } from '../kit/status-dot.tsx';
import { Table } from '../kit/table.tsx';
import { CellButtons } from '../lists/cells.tsx';
import { useNow } from '../session/clock.ts';
import { timeZone } from '../session/page-facts.ts';
import { useMay } from '../session/session.ts';
import styles from './skills.module.css';
import { useSpecializationName } from './use-specialization-name.ts';

const SkillForm = lazy(async () => ({ default: (await import('./skill-form.tsx')).SkillForm }));

export function Skills({ technician }: { readonly technician: Technician }) {
  const text = useText();
  const formats = useFormats();
  const mayEdit = useMay()('technicians.edit');
  const nameOf = useSpecializationName();
  const [form, setForm] = useState<TechnicianSpecialization | 'new'>();
  const [removing, setRemoving] = useState<string>();
  const remove = useDeed<string>({
    act: (code) => removeSpecialization(technician.id, code),
    done: (code) => text('technicians.skills.removed', { name: nameOf(code) }),
    stale: [technicianKeys.all],
    onDone: () => setRemoving(undefined),
  });
  const add = mayEdit && (
    <Button icon={<Plus size={16} aria-hidden="true" />} onClick={() => setForm('new')}>
      {text('technicians.skills.add')}
    </Button>
  );
  return (
    <>
      {technician.specializations.length === 0 ? (
        <EmptyState icon={<Award size={22} />} title={text('technicians.skills.none')} action={add}>
          {text('technicians.skills.none.words')}
        </EmptyState>
      ) : (
        <>
          <Table
            caption={text('technicians.skills')}
            rows={technician.specializations}
            rowKey={({ code }) => code}
            columns={[
              { key: 'name', header: text('field.specialization'), cell: ({ code }) => nameOf(code) },
              {
                key: 'proficiency',
                header: text('field.proficiency'),
                cell: ({ proficiency }) => (
                  <Stars value={proficiency} label={text('rating.stars', { rating: proficiency })} />
                ),
              },
              {
                key: 'years',
                header: text('field.years'),
                align: 'end',
                wideOnly: true,
                cell: ({ years }) => formats.number(years),
              },
              {
                key: 'certified',
                header: text('field.certifiedUntil'),
                cell: ({ certifiedUntil }) => <Certificate until={certifiedUntil} />,
              },
              ...(mayEdit
                ? [
                    {
                      key: 'do',
                      header: <span className="visually-hidden">{text('users.actions')}</span>,
                      align: 'end' as const,
                      cell: (one: TechnicianSpecialization) => (
                        <CellButtons>
                          <IconButton
                            label={text('technicians.skills.change', { name: nameOf(one.code) })}
                            onClick={() => setForm(one)}
                          >
                            <Pencil size={16} />
                          </IconButton>
                          <IconButton
                            label={text('technicians.skills.remove', { name: nameOf(one.code) })}
                            onClick={() => setRemoving(one.code)}
                          >
                            <Trash2 size={16} />
                          </IconButton>
                        </CellButtons>
                      ),
                    },
                  ]
                : []),
            ]}
          />
          <div className={styles.add}>{add}</div>
        </>
      )}
      {form && (
        <Suspense>
          <SkillForm
            technician={technician}
            {...(form === 'new' ? {} : { skill: form })}
            onClose={() => setForm(undefined)}
          />
        </Suspense>
      )}
      {removing !== undefined && (
        <AlertDialog
          open
          danger
          title={text('technicians.skills.remove', { name: nameOf(removing) })}
          description={text('technicians.skills.remove.words', { technician: technician.name })}
          confirm={text('technicians.skills.remove', { name: nameOf(removing) })}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(removing)}
          onCancel={() => setRemoving(undefined)}
        />
      )}
    </>
  );
}

function Certificate({ until }: { readonly until: string | null }) {
  const text = useText();
  const formats = useFormats();
  const today = dayOf(new Date(useNow()).toISOString(), timeZone());
  if (until === null) return <StatusDot tone="neutral">{text('certificate.none')}</StatusDot>;
  // Noon of a day is that day in every zone that people live in, as good as.
  const day = formats.date(`${until}T05:00:00Z`);
  return until < today ? (
    <StatusDot tone="danger">{text('certificate.expired', { day })}</StatusDot>
  ) : (
    <StatusDot tone="good">{text('certificate.until', { day })}</StatusDot>
  );
}
