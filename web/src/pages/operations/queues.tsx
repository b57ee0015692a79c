/** Queues: how much waits and for how long. */
import type { Console } from '../../../../src/contracts/console.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { PausedOr } from '../../kit/paused-or.tsx';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Table } from '../../kit/table.tsx';
import { useSpan } from './span.ts';

const counts = ['waiting', 'active', 'delayed', 'failed'] as const;

export function Queues({ state }: { readonly state: Console }) {
  const text = useText();
  const formats = useFormats();
  const span = useSpan();
  return (
    <Table
      caption={text('console.queues')}
      rows={state.queues}
      rowKey={(row) => row.name}
      columns={[
        {
          key: 'name',
          header: text('field.name'),
          cell: (row) => (
            <a href={`/admin/queues/queue/${row.name}`} target="_blank" rel="noopener" className="mono">
              {row.name}
            </a>
          ),
        },
        {
          key: 'status',
          header: text('field.status'),
          cell: (row) => (
            <PausedOr paused={row.paused}>
              <StatusDot tone="good">{text('console.runs')}</StatusDot>
            </PausedOr>
          ),
        },
        ...counts.map((state) => ({
          key: state,
          header: text(`console.jobs.${state}`),
          align: 'end' as const,
          wideOnly: state !== 'waiting',
          cell: (row: Console['queues'][number]) => formats.number(row[state]),
        })),
        {
          key: 'age',
          header: text('console.oldest'),
          align: 'end',
          cell: (row) => span(row.oldestAgeSeconds),
        },
      ]}
    />
  );
}
