/** Status and priority of a ticket, as every screen shows them. */
import { AlarmClock } from 'lucide-react';
import type { TicketPriority, TicketStatus } from '../../../src/contracts/tickets.ts';
import { useFormats } from '../i18n/formats.ts';
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

/** A duplicate that was merged is no less cancelled; it says what became of it. */
export function TicketStatusLabel({
  status,
  merged = false,
}: {
  readonly status: TicketStatus;
  readonly merged?: boolean;
}) {
  const text = useText();
  const { tone, hollow = false } = tones[status];
  return (
    <StatusDot tone={tone} hollow={hollow}>
      {text(merged ? 'ticket.status.merged' : `ticket.status.${status}`)}
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

/** In a list: out of the way, and until when. */
export function SnoozedMark({ until }: { readonly until: string }) {
  const text = useText();
  const formats = useFormats();
  const words = text('ticket.snoozedUntil', { time: formats.dateTime(until) });
  return (
    <span className={styles.snoozed} role="img" aria-label={words} title={words}>
      <AlarmClock size={14} aria-hidden="true" />
    </span>
  );
}
