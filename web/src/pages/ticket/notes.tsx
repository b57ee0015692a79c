/** What stands above the story of a ticket: that it went into another one, or is out of the way for a while. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AlarmClock, Merge } from 'lucide-react';
import type { MergedInto, Ticket } from '../../../../src/contracts/tickets.ts';
import { ticketOne } from '../../api/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { useWatch } from '../../live/use-watch.ts';
import { useMay } from '../../session/session.ts';
import { useTicketCommand } from '../../tickets/use-ticket-command.ts';
import { TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './notes.module.css';

/** Whoever watched the duplicate goes on with the survivor: its state is shown here and stays current. */
export function MergedNote({ into }: { readonly into: MergedInto }) {
  const text = useText();
  const may = useMay();
  // Who sees a part of the tickets only may not see this one; the link tells them.
  const sees = may('tickets.view_all') || may('tickets.view_own');
  const { data: survivor } = useQuery({ ...ticketOne(into.id), enabled: sees });
  useWatch('ticket', into.id, survivor?.position);
  return (
    <p className={styles.note} role="status">
      <Merge size={18} aria-hidden="true" />
      <span className={styles.words}>
        {text('ticket.mergedInto')}{' '}
        <Link to={`/tickets/${into.id}` as string} className={styles.link}>
          <span className={styles.number}>{into.number}</span> {survivor?.title}
        </Link>
      </span>
      {survivor && <TicketStatusLabel status={survivor.status} />}
    </p>
  );
}

export function SnoozedNote({ ticket, until }: { readonly ticket: Ticket; readonly until: string }) {
  const text = useText();
  const formats = useFormats();
  const { mutate, isPending } = useTicketCommand();
  return (
    <p className={styles.note} role="status">
      <AlarmClock size={18} aria-hidden="true" />
      <span className={styles.words}>{text('ticket.snoozedUntil', { time: formats.dateTime(until) })}</span>
      {ticket.allowed.includes('unsnooze') && (
        <Button size="small" busy={isPending} onClick={() => mutate({ ticket, command: 'unsnooze' })}>
          {text('command.unsnooze')}
        </Button>
      )}
    </p>
  );
}
