import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { useChanged } from '../../live/changed.ts';
import { TicketSteps } from '../../tickets/steps.tsx';
import { TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './ticket-card.module.css';

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
      {open && <TicketSteps status={ticket.status} />}
      {open && ticket.scheduledAt && (
        <p className={styles.visit}>
          {text('customer.visit', { time: formats.dateTime(ticket.scheduledAt) })}
        </p>
      )}
      {ticket.status === 'on_hold' && <p className={styles.meta}>{text('customer.onHold')}</p>}
    </article>
  );
}
