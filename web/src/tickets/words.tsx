/** Status and priority of a ticket, as every screen shows them. */
import type { TicketPriority, TicketStatus } from '../../../src/contracts/tickets.ts';
import { useText } from '../i18n/text.ts';
import { StatusDot, type Tone } from '../kit/status-dot.tsx';
import styles from './words.module.css';

const tones: Readonly<Record<TicketStatus, { tone: Tone; hollow?: true }>> = {
  open: { tone: 'information', hollow: true },
  assigned: { tone: 'information' },
  in_progress: { tone: 'accent' },
  on_hold: { tone: 'warning', hollow: true },
  completed: { tone: 'good' },
  cancelled: { tone: 'neutral', hollow: true },
};

export function TicketStatusLabel({ status }: { readonly status: TicketStatus }) {
  const text = useText();
  const { tone, hollow = false } = tones[status];
  return (
    <StatusDot tone={tone} hollow={hollow}>
      {text(`ticket.status.${status}`)}
    </StatusDot>
  );
}

export function PriorityLabel({ priority }: { readonly priority: TicketPriority }) {
  const text = useText();
  return (
    <span className={styles.priority} data-priority={priority}>
      {text(`ticket.priority.${priority}`)}
    </span>
  );
}
