/** Two versions of one ticket, side by side: as it is now, and what was about to be done to the one seen before. */

import type { Ticket } from '../../../src/contracts/tickets.ts';
import { zoneName } from '../../../src/contracts/zone-name.ts';
import { useFormats } from '../i18n/formats.ts';
import { type MessageId, useText } from '../i18n/text.ts';
import styles from './conflict-view.module.css';
import { useTechnicianName } from './names.ts';
import type { Conflict } from './use-ticket-command.ts';

const fields = [
  'status',
  'priority',
  'technicianId',
  'title',
  'description',
  'category',
  'zone',
  'scheduledAt',
] as const satisfies readonly (keyof Ticket)[];
type Field = (typeof fields)[number];

const labels: Readonly<Record<Field, MessageId>> = {
  status: 'field.status',
  priority: 'field.priority',
  technicianId: 'field.technician',
  title: 'field.title',
  description: 'field.description',
  category: 'field.category',
  zone: 'field.zone',
  scheduledAt: 'field.scheduledAt',
};

export function ConflictView({
  conflict: { ticket, current, command, body = {} },
}: {
  readonly conflict: Conflict;
}) {
  const text = useText();
  const show = useShow();
  const shown = fields.filter(
    (field) => JSON.stringify(ticket[field]) !== JSON.stringify(current[field]) || field in body,
  );
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{text('conflict.field')}</th>
          <th scope="col">{text('conflict.now')}</th>
          <th scope="col">{text('conflict.mine', { command: text(`command.${command}`) })}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((field) => (
          <tr key={field}>
            <th scope="row">{text(labels[field])}</th>
            <td data-differs={ticket[field] !== current[field] || undefined}>
              {show(field, current[field])}
            </td>
            <td data-mine={field in body || undefined}>
              {field in body
                ? show(field, body[field])
                : text('conflict.seen', { value: show(field, ticket[field]) })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useShow(): (field: Field, value: unknown) => string {
  const text = useText();
  const formats = useFormats();
  const technician = useTechnicianName();
  return (field, value) => {
    if (value === null || value === undefined || value === '') return '–';
    if (field === 'status') return text(`ticket.status.${value as Ticket['status']}`);
    if (field === 'priority') return text(`ticket.priority.${value as Ticket['priority']}`);
    if (field === 'technicianId') return technician(String(value)) ?? '–';
    if (field === 'zone') return zoneName(String(value));
    if (field === 'scheduledAt') return formats.dateTime(String(value));
    return String(value);
  };
}
