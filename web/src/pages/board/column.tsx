/** The work of one technician, and where more of it can be dropped; without a technician, what waits for one. */
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import type { Technician } from '../../api/technicians.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Today } from '../../people/today.tsx';
import { AvailabilityLabel } from '../../people/words.tsx';
import type { Ask, Conflict } from '../../tickets/use-ticket-command.ts';
import styles from './board.module.css';
import { Card } from './card.tsx';

/** What a first screen shows of a column. */
const FIRST_CARDS = 7;

export function Column({
  technician,
  tickets,
  current,
  onMoved,
  onConflict,
  onFull,
}: {
  readonly technician?: Technician;
  readonly tickets: readonly Ticket[];
  readonly current: string | undefined;
  readonly onMoved: (id: string) => void;
  readonly onConflict: (conflict: Conflict) => void;
  readonly onFull: (ask: Ask) => void;
}) {
  const text = useText();
  const formats = useFormats();
  const heading = useId();
  const element = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  // The first screen is there first; what is below it follows, and holds up neither a key nor a click.
  const shown = tickets.slice(0, useDeferredValue(tickets.length, FIRST_CARDS));
  const id = technician?.id;
  useEffect(() => {
    if (id === undefined || !element.current) return;
    return dropTargetForElements({
      element: element.current,
      getData: () => ({ technicianId: id }),
      canDrop: ({ source }) => source.data.technicianId !== id,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [id]);
  return (
    <section
      ref={element}
      className={styles.column}
      data-column={id ?? 'unassigned'}
      data-over={over || undefined}
      aria-labelledby={heading}
    >
      <header className={styles.head}>
        <h3 id={heading} className={styles.name}>
          {technician ? (
            <Link to={`/technicians/${technician.id}` as string}>{technician.name}</Link>
          ) : (
            text('board.unassigned')
          )}
        </h3>
        <span className={styles.count}>{formats.number(tickets.length)}</span>
        <span className={styles.availability}>
          {technician ? (
            <>
              <AvailabilityLabel availability={technician.availability} />
              <Today technician={technician} />
            </>
          ) : (
            text('board.unassigned.words')
          )}
        </span>
      </header>
      <ul className={styles.cards}>
        {shown.map((ticket) => (
          <Card
            key={ticket.id}
            ticket={ticket}
            current={ticket.id === current}
            showZone={ticket.zone !== technician?.zone}
            onMoved={onMoved}
            onConflict={onConflict}
            onFull={onFull}
          />
        ))}
      </ul>
      {tickets.length === 0 && <p className={styles.none}>{text('board.nothing')}</p>}
    </section>
  );
}
