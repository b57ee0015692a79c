import { Link } from '@tanstack/react-router';
import { Check, ChevronRight } from 'lucide-react';
import type { Ticket, TicketStatus } from '../../../../src/contracts/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { useChanged } from '../../live/changed.ts';
import { TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './ticket-card.module.css';

const steps = ['reported', 'assigned', 'working', 'done'] as const;

/** How many of the steps are behind it. */
const reached: Readonly<Record<Exclude<TicketStatus, 'cancelled'>, number>> = {
  open: 1,
  assigned: 2,
  in_progress: 3,
  on_hold: 3,
  completed: 4,
};

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
        {!open && <TicketStatusLabel status={ticket.status} />}
      </p>
      {open && ticket.status !== 'cancelled' && <Steps status={ticket.status} />}
      {open && ticket.scheduledAt && (
        <p className={styles.visit}>
          {text('customer.visit', { time: formats.dateTime(ticket.scheduledAt) })}
        </p>
      )}
      {ticket.status === 'on_hold' && <p className={styles.meta}>{text('customer.onHold')}</p>}
    </article>
  );
}

function Steps({ status }: { readonly status: Exclude<TicketStatus, 'cancelled'> }) {
  const text = useText();
  const done = reached[status];
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={styles.step}
          data-done={index < done || undefined}
          aria-current={index === done - 1 ? 'step' : undefined}
        >
          <span className={styles.bullet} aria-hidden="true">
            {index < done && <Check size={12} strokeWidth={3} />}
          </span>
          {text(`customer.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}
