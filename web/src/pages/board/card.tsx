/**
 * A ticket on the board. Dragged to a technician, or given by its menu: both are one command. Its link is the one
 * stop for the keyboard; arrows move between cards, `a` opens the menu.
 */

import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Link } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../kit/icon-button.tsx';
import { menuKeys, OnDemand, partOf } from '../../kit/on-demand.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { useChanged } from '../../live/changed.ts';
import { useTechnicians } from '../../tickets/names.ts';
import { Sla } from '../../tickets/sla.tsx';
import { besideLead, membersOf } from '../../tickets/team.ts';
import { type Ask, type Conflict, useTicketCommand } from '../../tickets/use-ticket-command.ts';
import { PriorityLabel, TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './card.module.css';

const assignMenu = partOf(async () => (await import('./assign-menu.tsx')).AssignMenu);

export const Card = memo(function Card({
  ticket,
  current,
  showZone,
  onMoved,
  onConflict,
  onFull,
}: {
  readonly ticket: Ticket;
  /** The one that Tab reaches. */
  readonly current: boolean;
  readonly showZone: boolean;
  readonly onMoved: (id: string) => void;
  readonly onConflict: (conflict: Conflict) => void;
  readonly onFull: (ask: Ask) => void;
}) {
  const text = useText();
  const element = useRef<HTMLLIElement>(null);
  const [dragged, setDragged] = useState(false);
  const changed = useChanged('ticket', ticket.id).size > 0;
  const technicians = useTechnicians();
  const { mutate } = useTicketCommand({
    onConflict,
    onFull,
    onDone: ({ number, technicianId }) =>
      showToast({
        kind: 'done',
        title: text('board.assigned', { number, name: technicians.get(technicianId ?? '')?.name ?? '' }),
      }),
  });
  const assign = (technicianId: string) => {
    if (technicianId === ticket.technicianId) return;
    const body = { technicianId, ...besideLead(membersOf(ticket), technicianId) };
    mutate({ ticket, command: 'assign', body });
    onMoved(ticket.id);
  };
  const latest = useRef(assign);
  useEffect(() => {
    latest.current = assign;
  });
  const movable = ticket.allowed.includes('assign');
  useEffect(() => {
    if (!movable || !element.current) return;
    return draggable({
      element: element.current,
      getInitialData: () => ({ technicianId: ticket.technicianId }),
      onDragStart: () => setDragged(true),
      onDrop({ location }) {
        setDragged(false);
        const to = location.current.dropTargets[0]?.data.technicianId;
        if (typeof to === 'string') latest.current(to);
      },
    });
  }, [movable, ticket.technicianId]);
  const trigger = (
    <IconButton
      label={text('board.assign', { number: ticket.number })}
      data-assign
      tabIndex={current ? 0 : -1}
    >
      <UserPlus size={16} />
    </IconButton>
  );
  return (
    <li
      ref={element}
      className={changed ? `changed ${styles.card}` : styles.card}
      data-card={ticket.id}
      data-movable={movable || undefined}
      data-dragged={dragged || undefined}
    >
      <div className={styles.line}>
        <span className={styles.number}>{ticket.number}</span>
        <span className={styles.clock}>
          <Sla ticket={ticket} />
        </span>
      </div>
      <Link
        to={`/tickets/${ticket.id}` as string}
        className={styles.title}
        draggable={false}
        tabIndex={current ? 0 : -1}
        aria-keyshortcuts={movable ? 'a' : undefined}
      >
        {ticket.title}
      </Link>
      {ticket.customer && <span className={styles.customer}>{ticket.customer.name}</span>}
      <div className={styles.line}>
        <span className={styles.status}>
          <TicketStatusLabel status={ticket.status} />
        </span>
        {(ticket.priority === 'high' || ticket.priority === 'critical') && (
          <PriorityLabel priority={ticket.priority} />
        )}
        {showZone && ticket.zone && <span className={styles.zone}>{zoneName(ticket.zone)}</span>}
        {movable && (
          <span className={styles.assign}>
            <OnDemand
              part={assignMenu}
              popup="menu"
              keys={menuKeys}
              props={{ trigger, ticket, onAssign: assign }}
            />
          </span>
        )}
      </div>
    </li>
  );
});
