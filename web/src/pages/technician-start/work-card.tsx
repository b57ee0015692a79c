import { Link } from '@tanstack/react-router';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { useChanged } from '../../live/changed.ts';
import { Sla } from '../../tickets/sla.tsx';
import { TicketActions } from '../../tickets/ticket-actions.tsx';
import { PriorityLabel, TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './work-card.module.css';

/** One piece of work with its next step at the thumb. */
export function WorkCard({ ticket, main = false }: { readonly ticket: Ticket; readonly main?: boolean }) {
  const text = useText();
  const formats = useFormats();
  const Heading = main ? 'h2' : 'h3';
  const changed = useChanged('ticket', ticket.id).size > 0;
  return (
    <article className={changed ? `changed ${styles.card}` : styles.card} data-main={main || undefined}>
      <div className={styles.line}>
        <TicketStatusLabel status={ticket.status} />
        <Sla ticket={ticket} long />
      </div>
      <Heading className={styles.title}>
        <Link to="/tickets/$id" params={{ id: ticket.id } as never}>
          {ticket.title}
        </Link>
      </Heading>
      <p className={styles.meta}>
        <span>{ticket.number}</span>
        <span>{text(`ticket.type.${ticket.type}`)}</span>
        <PriorityLabel priority={ticket.priority} />
        {ticket.zone && <span>{ticket.zone}</span>}
        {ticket.scheduledAt && <span>{formats.short(ticket.scheduledAt)}</span>}
      </p>
      {main && ticket.description && <p className={styles.description}>{ticket.description}</p>}
      <TicketActions ticket={ticket} beside={main ? 1 : 0} />
    </article>
  );
}
