import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Stars } from '../../kit/stars.tsx';
import { StatusDot } from '../../kit/status-dot.tsx';
import { usePackages } from '../../packages/use-packages.ts';
import { addressLines } from '../../registrations/words.tsx';
import { useNow } from '../../session/clock.ts';
import { useMay, useUser } from '../../session/session.ts';
import { deadlineOf } from '../../tickets/deadline.ts';
import { useTechnicianName } from '../../tickets/names.ts';
import { Sla } from '../../tickets/sla.tsx';
import { PriorityLabel } from '../../tickets/words.tsx';
import styles from './facts.module.css';

const escalationTones = { supervisor: 'warning', manager: 'danger', taken_up: 'information' } as const;

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
  const may = useMay();
  const packages = usePackages();
  const nameOf = useTechnicianName();
  const technician = nameOf(ticket.technicianId);
  const members = ticket.team.filter((member) => !member.lead);
  const { customer, rating } = ticket;
  return (
    <aside className={styles.facts} aria-label={text('ticket.facts')}>
      <dl className={styles.list}>
        {staff && (
          <Fact label={text('field.due')} changed={changed.has('slaDueAt') || changed.has('slaState')}>
            <Sla ticket={ticket} long />
            <DueAt ticket={ticket} />
          </Fact>
        )}
        {ticket.escalation && (
          <Fact label={text('escalation.title')} changed={changed.has('escalation')}>
            <StatusDot tone={escalationTones[ticket.escalation]}>
              {text(`escalation.${ticket.escalation}`)}
            </StatusDot>
          </Fact>
        )}
        <Fact label={text('field.technician')} changed={changed.has('technicianId') || changed.has('team')}>
          <span className={technician ? styles.who : styles.none}>{technician ?? text('ticket.nobody')}</span>
          {members.length > 0 && (
            <span className={styles.detail}>
              {text('ticket.members', {
                names: members.map(({ technicianId }) => nameOf(technicianId)).join(', '),
              })}
            </span>
          )}
        </Fact>
        {ticket.scheduledAt && (
          <Fact label={text('field.scheduledAt')} changed={changed.has('scheduledAt')}>
            {formats.dateTime(ticket.scheduledAt)}
          </Fact>
        )}
        {ticket.packageChange && packages.size > 0 && (
          <Fact label={text('field.packageChange')} changed={changed.has('packageChange')}>
            {packages.get(ticket.packageChange.packageId)?.name}
            {ticket.packageChange.effectiveAt && (
              <span className={styles.detail}>
                {text('ticket.effectiveAt', { date: formats.date(ticket.packageChange.effectiveAt) })}
              </span>
            )}
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
        {staff && rating !== null && (
          <Fact label={text('rating.title')} changed={changed.has('rating') || changed.has('ratingFeedback')}>
            <Stars value={rating} label={text('rating.stars', { rating })} />
            {ticket.ratingFeedback && <span className={styles.detail}>{ticket.ratingFeedback}</span>}
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
        {customer && (
          <Fact label={text('field.customer')}>
            <Link to={`/customers/${customer.id}` as string} className={styles.link}>
              {customer.name}
            </Link>
            <span className={styles.detail}>{customer.code}</span>
          </Fact>
        )}
        {ticket.applicant && (
          <Fact label={text('field.applicant')}>
            {may('registrations.view') ? (
              <Link
                to={`/registrations/${ticket.applicant.registrationId}` as string}
                className={styles.link}
              >
                {ticket.applicant.name}
              </Link>
            ) : (
              ticket.applicant.name
            )}
            {addressLines(ticket.applicant.address).map((line) => (
              <span key={line} className={styles.detail}>
                {line}
              </span>
            ))}
            <a href={`tel:${ticket.applicant.phone}`} className={styles.link}>
              {ticket.applicant.phone}
            </a>
          </Fact>
        )}
        {staff && ticket.zone && (
          <Fact label={text('field.zone')} changed={changed.has('zone')}>
            {zoneName(ticket.zone)}
          </Fact>
        )}
        <Fact label={text('field.createdAt')}>{formats.dateTime(ticket.createdAt)}</Fact>
        {staff && may('deliveries.view') && (
          <Fact label={text('deliveries.title')}>
            <Link
              to={'/deliveries' as string}
              {...({ search: { entityKind: 'ticket', entityId: ticket.id } } as object)}
              className={styles.link}
            >
              {text('deliveries.ofTicket')}
            </Link>
          </Fact>
        )}
        {ticket.reopenedCount > 0 && (
          <Fact label={text('field.reopened')}>{text('ticket.times', { count: ticket.reopenedCount })}</Fact>
        )}
      </dl>
    </aside>
  );
}

/** The instant of the deadline that counts now, else the one that was. */
function DueAt({ ticket }: { readonly ticket: Ticket }) {
  const formats = useFormats();
  const deadline = deadlineOf(ticket, useNow());
  const at = 'dueAt' in deadline ? deadline.dueAt : ticket.slaDueAt;
  return at === null ? null : <span className={styles.detail}>{formats.dateTime(at)}</span>;
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
