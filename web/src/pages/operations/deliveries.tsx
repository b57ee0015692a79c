/** Deliveries by channel, and the health of the providers behind them. */
import type { Console } from '../../../../src/contracts/console.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Table } from '../../kit/table.tsx';
import { CellDetail, Time } from '../../lists/cells.tsx';
import { useSpan } from './span.ts';

const counts = ['queued', 'sending', 'failed', 'unknown'] as const;

export function Deliveries({ state }: { readonly state: Console }) {
  const text = useText();
  const formats = useFormats();
  const span = useSpan();
  return (
    <>
      <Table
        caption={text('console.deliveries')}
        rows={state.channels}
        rowKey={(row) => row.name}
        columns={[
          {
            key: 'name',
            header: text('field.channel'),
            cell: (row) => <span className="mono">{row.name}</span>,
          },
          ...counts.map((status) => ({
            key: status,
            header: text(`deliveries.status.${status}`),
            align: 'end' as const,
            cell: (row: Console['channels'][number]) => formats.number(row[status]),
          })),
          {
            key: 'age',
            header: text('console.overdue'),
            align: 'end',
            cell: (row) => span(row.oldestDueAgeSeconds),
          },
        ]}
      />
      {state.providers.length > 0 && (
        <Table
          caption={text('console.providers')}
          rows={state.providers}
          rowKey={(row) => row.name}
          columns={[
            {
              key: 'name',
              header: text('console.provider'),
              cell: (row) => (
                <>
                  <span className="mono">{row.name}</span>
                  {row.lastError && <CellDetail>{row.lastError}</CellDetail>}
                </>
              ),
            },
            {
              key: 'circuit',
              header: text('field.status'),
              cell: (row) => (
                <StatusDot tone={row.circuit === 'open' ? 'danger' : 'good'}>
                  {text(`console.circuit.${row.circuit}`)}
                </StatusDot>
              ),
            },
            { key: 'since', header: text('console.since'), cell: (row) => <Time at={row.since} /> },
            {
              key: 'success',
              header: text('console.lastSuccess'),
              cell: (row) => <Time at={row.lastSuccessAt} />,
            },
          ]}
        />
      )}
    </>
  );
}
