import { Link } from '@tanstack/react-router';
import { CalendarClock, ChevronRight, RotateCcw } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { useChanged } from '../../live/changed.ts';
import { useAsking } from '../../tickets/asking.tsx';
import { TicketSteps } from '../../tickets/steps.tsx';
import { TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './ticket-card.module.css';

const Rating = lazy(async () => ({ default: (await import('../../tickets/rating.tsx')).Rating }));

const REOPEN_MS = 7 * 86_400_000;

/** One report: what, where it stands, what comes next. */
export function TicketCard({ ticket }: { readonly ticket: Ticket }) {
  const text = useText();
  const formats = useFormats();
  const changed = useChanged('ticket', ticket.id).size > 0;
  const open = ticket.status !== 'completed' && ticket.status !== 'cancelled';
  return (
    <article className={changed ? `changed ${styles.card}` : styles.card}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          <Link to="/tickets/$id" params={{ id: ticket.id } as never} className={styles.link}>
            {ticket.title}
          </Link>
        </h3>
        <ChevronRight size={18} aria-hidden="true" className={styles.chevron} />
      </div>
      <p className={styles.meta}>
        <span>{ticket.number}</span>
        <span>{formats.date(ticket.createdAt)}</span>
        {!open && <TicketStatusLabel status={ticket.status} merged={ticket.mergedInto !== null} />}
      </p>
      {open && <TicketSteps status={ticket.status} />}
      {open && (
        <p className={styles.next} data-visit={ticket.scheduledAt !== null || undefined}>
          {ticket.scheduledAt && <CalendarClock size={18} aria-hidden="true" />}
          {ticket.scheduledAt && ticket.status === 'assigned'
            ? text('customer.visit', { time: formats.dateTime(ticket.scheduledAt) })
            : text(`customer.next.${ticket.status as 'open' | 'assigned' | 'in_progress' | 'on_hold'}`)}
        </p>
      )}
      {ticket.status === 'completed' && ticket.resolution && (
        <p className={styles.resolution}>{ticket.resolution}</p>
      )}
      {ticket.mergedInto && (
        <p className={styles.resolution}>
          {text('ticket.mergedInto')} {ticket.mergedInto.number}
        </p>
      )}
      {ticket.status === 'completed' && (ticket.rating !== null || ticket.allowed.includes('rate')) && (
        <Suspense>
          <Rating ticket={ticket} plain />
        </Suspense>
      )}
      {ticket.allowed.includes('reopen') && <Reopen ticket={ticket} />}
    </article>
  );
}

/** Not solved after all: offered as long as it is possible. */
function Reopen({ ticket }: { readonly ticket: Ticket }) {
  const text = useText();
  const formats = useFormats();
  const { ask } = useAsking();
  const until = ticket.completedAt
    ? formats.date(new Date(Date.parse(ticket.completedAt) + REOPEN_MS).toISOString())
    : undefined;
  return (
    <div className={styles.reopen} data-actions={ticket.id}>
      <span className={styles.meta}>{until && text('customer.reopen', { until })}</span>
      <Button
        icon={<RotateCcw size={16} aria-hidden="true" />}
        onClick={() => ask('reopen', ticket)}
        aria-label={`${text('command.reopen')}: ${ticket.title}`}
      >
        {text('command.reopen')}
      </Button>
    </div>
  );
}
