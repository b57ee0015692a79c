/** Two versions of one ticket, side by side: as it is now, and what was about to be done to the one seen before. */

import type { PackageChange, Ticket } from '../../../src/contracts/tickets.ts';
import { zoneName } from '../../../src/contracts/zone-name.ts';
import { useFormats } from '../i18n/formats.ts';
import { type MessageId, useText } from '../i18n/text.ts';
import { usePackages } from '../packages/use-packages.ts';
import styles from './conflict-view.module.css';
import { useTechnicianName } from './names.ts';
import { membersOf } from './team.ts';
import type { Conflict } from './use-ticket-command.ts';

const fields = [
  'status',
  'priority',
  'technicianId',
  'team',
  'title',
  'description',
  'category',
  'zone',
  'scheduledAt',
  'packageChange',
] as const satisfies readonly (keyof Ticket)[];
type Field = (typeof fields)[number];

const labels: Readonly<Record<Field, MessageId>> = {
  status: 'field.status',
  priority: 'field.priority',
  technicianId: 'field.technician',
  team: 'assign.members',
  title: 'field.title',
  description: 'field.description',
  category: 'field.category',
  zone: 'field.zone',
  scheduledAt: 'field.scheduledAt',
  packageChange: 'field.package',
};

export function ConflictView({
  conflict: { ticket, current, command, body = {} },
}: {
  readonly conflict: Conflict;
}) {
  const text = useText();
  const show = useShow();
  const [seen, now] = [valuesOf(ticket), valuesOf(current)];
  const mine: Partial<Values> = command === 'assign' ? { ...body, team: body.members ?? [] } : body;
  const differs = (field: Field) => JSON.stringify(seen[field]) !== JSON.stringify(now[field]);
  const shown = fields.filter((field) => differs(field) || field in mine);
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
            <td data-differs={differs(field) || undefined}>{show(field, now[field])}</td>
            <td data-mine={field in mine || undefined}>
              {field in mine
                ? show(field, mine[field])
                : text('conflict.seen', { value: show(field, seen[field]) })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Values = Readonly<Record<Field, unknown>>;

/** As a command names them: of the team, who goes along. */
function valuesOf(ticket: Ticket): Values {
  return { ...ticket, team: membersOf(ticket) };
}

function useShow(): (field: Field, value: unknown) => string {
  const text = useText();
  const formats = useFormats();
  const technician = useTechnicianName();
  const packages = usePackages();
  return (field, value) => {
    if (value === null || value === undefined || value === '') return '–';
    if (field === 'status') return text(`ticket.status.${value as Ticket['status']}`);
    if (field === 'priority') return text(`ticket.priority.${value as Ticket['priority']}`);
    if (field === 'technicianId') return technician(String(value)) ?? '–';
    if (field === 'team') return (value as string[]).map((id) => technician(id)).join(', ') || '–';
    if (field === 'packageChange') {
      const { packageId, effectiveAt } = value as PackageChange;
      const name = packages.get(packageId)?.name ?? '–';
      return effectiveAt === null ? name : `${name} · ${formats.date(effectiveAt)}`;
    }
    if (field === 'zone') return zoneName(String(value));
    if (field === 'scheduledAt') return formats.dateTime(String(value));
    return String(value);
  };
}
