import { Link } from '@tanstack/react-router';
import { CalendarClock, MapPin } from 'lucide-react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { useChanged } from '../../live/changed.ts';
import { Sla } from '../../tickets/sla.tsx';
import { TicketActions } from '../../tickets/ticket-actions.tsx';
import { PriorityLabel, TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './work-card.module.css';

/** One piece of work with its next step at the thumb; `large` for the one that is on. */
export function WorkCard({ ticket, size }: { readonly ticket: Ticket; readonly size: 'large' | 'small' }) {
  const text = useText();
  const formats = useFormats();
  const large = size === 'large';
  const Heading = large ? 'h2' : 'h3';
  const changed = useChanged('ticket', ticket.id).size > 0;
  return (
    <article className={changed ? `changed ${styles.card}` : styles.card} data-size={size}>
      <div className={styles.line}>
        <TicketStatusLabel status={ticket.status} />
        <Sla ticket={ticket} long={large} />
      </div>
      <Heading className={styles.title}>
        <Link to="/tickets/$id" params={{ id: ticket.id } as never} className={styles.link}>
          {ticket.title}
        </Link>
      </Heading>
      <p className={styles.meta}>
        <span>{ticket.number}</span>
        <span>{text(`ticket.type.${ticket.type}`)}</span>
        <PriorityLabel priority={ticket.priority} />
        {ticket.zone && (
          <span className={styles.fact}>
            <MapPin size={14} aria-hidden="true" />
            {zoneName(ticket.zone)}
          </span>
        )}
        {ticket.scheduledAt && (
          <span className={styles.fact}>
            <CalendarClock size={14} aria-hidden="true" />
            {formats.short(ticket.scheduledAt)}
          </span>
        )}
      </p>
      {ticket.status === 'on_hold' && ticket.holdReason && (
        <p className={styles.reason}>{text('technician.holdReason', { reason: ticket.holdReason })}</p>
      )}
      {large && ticket.description && <p className={styles.description}>{ticket.description}</p>}
      <div className={styles.actions}>
        <TicketActions ticket={ticket} beside={large ? 1 : 0} quiet={!large} />
      </div>
    </article>
  );
}
