/** The clock of a ticket's resolution, counting: how long is left or over, and until which instant. */
import { CirclePause } from 'lucide-react';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { useNow } from '../session/clock.ts';
import styles from './words.module.css';

type Clocked = Pick<Ticket, 'status' | 'slaDueAt' | 'slaState'>;

/** `long` names the deadline in words, for where no heading does. */
export function Sla({ ticket, long = false }: { readonly ticket: Clocked; readonly long?: boolean }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow();
  const { status, slaDueAt, slaState } = ticket;
  if (status === 'completed' && slaState)
    return (
      <span className={styles.sla} data-state={slaState === 'breached' ? 'missed' : 'met'}>
        {text(slaState === 'breached' ? 'sla.missed' : 'sla.met')}
      </span>
    );
  if (slaState === null || status === 'completed' || status === 'cancelled')
    return (
      <span className={styles.sla} data-state="none">
        –
      </span>
    );
  if (slaDueAt === null)
    return (
      <span className={styles.sla} data-state="paused">
        <CirclePause size={14} aria-hidden="true" />
        {text('sla.paused')}
      </span>
    );
  const leftMs = Date.parse(slaDueAt) - now;
  const span = formats.duration(leftMs);
  const late = leftMs < 0;
  const words = late
    ? text(long ? 'sla.late.long' : 'sla.late', { span })
    : text(long ? 'sla.left.long' : 'sla.left', { span });
  return (
    <time
      className={styles.sla}
      data-state={late ? 'late' : slaState === 'warned' ? 'soon' : 'running'}
      dateTime={slaDueAt}
      title={text('sla.due', { time: formats.dateTime(slaDueAt) })}
    >
      {words}
    </time>
  );
}
