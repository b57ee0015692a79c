/** Work by zone or technician: each row leads to its open tickets. */
import { Link } from '@tanstack/react-router';
import { NOBODY } from '../../../../src/contracts/ticket-list.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Table } from '../../kit/table.tsx';
import { builtIns } from '../tickets/search.ts';
import styles from './page.module.css';
import type { WorkRow } from './work-figures.ts';

export function WorkTable({
  title,
  what,
  rows,
  nameOf,
}: {
  readonly title: string;
  readonly what: 'zone' | 'technicianId';
  readonly rows: readonly WorkRow[];
  readonly nameOf: (key: string | null) => string;
}) {
  const text = useText();
  const formats = useFormats();
  const columns = [
    ['open', text('overview.open')],
    ...(what === 'zone' ? ([['unassigned', text('board.unassigned')]] as const) : []),
    ['soon', text('sla.state.warned')],
    ['late', text('sla.state.breached')],
    ['completed', text('overview.completed')],
  ] as const;
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className={styles.none}>{text('board.nothing')}</p>
      ) : (
        <Table
          caption={title}
          rows={rows}
          rowKey={({ key }) => key ?? NOBODY}
          columns={[
            {
              key: 'name',
              header: text(what === 'zone' ? 'field.zone' : 'field.technician'),
              cell: ({ key }) => <Name what={what} name={key} words={nameOf(key)} />,
            },
            ...columns.map(([name, header]) => ({
              key: name,
              header,
              align: 'end' as const,
              cell: (row: WorkRow) => (
                <span className={styles.figure} data-alarm={(name === 'late' && row.late > 0) || undefined}>
                  {formats.number(row[name])}
                </span>
              ),
            })),
          ]}
        />
      )}
    </section>
  );
}

function Name({
  what,
  name,
  words,
}: {
  readonly what: 'zone' | 'technicianId';
  readonly name: string | null;
  readonly words: string;
}) {
  // There is no filter for tickets without a zone.
  if (what === 'zone' && name === null) return words;
  const search = { ...builtIns.work, status: builtIns.work.status?.join(','), [what]: name ?? NOBODY };
  return (
    <Link to={'/tickets' as string} {...({ search } as object)} className={styles.name}>
      {words}
    </Link>
  );
}
