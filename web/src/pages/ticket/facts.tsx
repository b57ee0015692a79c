import type { ReactNode } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { useUser } from '../../session/session.ts';
import { useCustomerName, useTechnicianName } from '../../tickets/names.ts';
import { Sla } from '../../tickets/sla.tsx';
import { PriorityLabel } from '../../tickets/words.tsx';
import styles from './facts.module.css';

/** The facts of a ticket beside its story; what has just changed is marked. */
export function Facts({
  ticket,
  changed,
}: {
  readonly ticket: Ticket;
  readonly changed: ReadonlySet<string>;
}) {
  const text = useText();
  const formats = useFormats();
  const staff = useUser().role !== 'customer';
  const customer = useCustomerName(ticket.customerId);
  const technician = useTechnicianName()(ticket.technicianId);
  const members = ticket.team.filter((member) => !member.lead).length;
  return (
    <aside className={styles.facts} aria-label={text('ticket.facts')}>
      <dl className={styles.list}>
        {staff && (
          <Fact label={text('field.due')} changed={changed.has('slaDueAt') || changed.has('slaState')}>
            <Sla ticket={ticket} long />
            {ticket.slaDueAt && <span className={styles.detail}>{formats.dateTime(ticket.slaDueAt)}</span>}
          </Fact>
        )}
        <Fact label={text('field.technician')} changed={changed.has('technicianId') || changed.has('team')}>
          {technician ?? <span className={styles.none}>{text('ticket.nobody')}</span>}
          {members > 0 && <span className={styles.detail}>{text('ticket.members', { count: members })}</span>}
        </Fact>
        {ticket.scheduledAt && (
          <Fact label={text('field.scheduledAt')} changed={changed.has('scheduledAt')}>
            {formats.dateTime(ticket.scheduledAt)}
          </Fact>
        )}
        {ticket.holdReason && (
          <Fact label={text('field.holdReason')} changed={changed.has('holdReason')}>
            {ticket.holdReason}
          </Fact>
        )}
        {ticket.cancelReason && <Fact label={text('field.cancelReason')}>{ticket.cancelReason}</Fact>}
        {ticket.resolution && (
          <Fact label={text('field.resolution')} changed={changed.has('resolution')}>
            {ticket.resolution}
          </Fact>
        )}
        {staff && (
          <Fact label={text('field.priority')} changed={changed.has('priority')}>
            <PriorityLabel priority={ticket.priority} />
          </Fact>
        )}
        <Fact label={text('field.type')}>{text(`ticket.type.${ticket.type}`)}</Fact>
        {ticket.category && (
          <Fact label={text('field.category')} changed={changed.has('category')}>
            {ticket.category}
          </Fact>
        )}
        {customer && <Fact label={text('field.customer')}>{customer}</Fact>}
        {staff && ticket.zone && (
          <Fact label={text('field.zone')} changed={changed.has('zone')}>
            {ticket.zone}
          </Fact>
        )}
        <Fact label={text('field.createdAt')}>{formats.dateTime(ticket.createdAt)}</Fact>
        {ticket.reopenedCount > 0 && (
          <Fact label={text('field.reopened')}>{text('ticket.times', { count: ticket.reopenedCount })}</Fact>
        )}
      </dl>
    </aside>
  );
}

function Fact({
  label,
  changed = false,
  children,
}: {
  readonly label: string;
  readonly changed?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={changed ? `changed ${styles.fact}` : styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
