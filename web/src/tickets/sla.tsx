/** The clock of a ticket, counting: which deadline it is, how long is left or over, and until which instant. */
import { CirclePause } from 'lucide-react';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { useNow } from '../session/clock.ts';
import { type Clocked, deadlineOf } from './deadline.ts';
import styles from './words.module.css';

/** `long` says it in a sentence, for where no heading does. */
export function Sla({ ticket, long = false }: { readonly ticket: Clocked; readonly long?: boolean }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow();
  const deadline = deadlineOf(ticket, now);
  switch (deadline.kind) {
    case 'none':
      return (
        <span className={styles.sla} data-state="none">
          –
        </span>
      );
    case 'met':
    case 'missed':
      return (
        <span className={styles.sla} data-state={deadline.kind}>
          {text(`sla.${deadline.kind}`)}
        </span>
      );
    case 'paused': {
      const { leftMs } = deadline;
      const span = leftMs === null ? undefined : formats.duration(leftMs);
      return (
        <span className={styles.sla} data-state="paused" title={text('sla.paused')}>
          <CirclePause size={14} aria-hidden="true" />
          {leftMs === null
            ? text('sla.paused')
            : text(leftMs < 0 ? 'sla.paused.late' : 'sla.paused.left', { span })}
        </span>
      );
    }
    default: {
      const { kind, dueAt, leftMs, tone } = deadline;
      const span = formats.duration(leftMs);
      const late = leftMs < 0;
      return (
        <time
          className={styles.sla}
          data-state={tone}
          dateTime={dueAt}
          title={text(`sla.${kind}.due`, { time: formats.dateTime(dueAt) })}
        >
          {long ? (
            text(late ? 'sla.late.long' : `sla.${kind}.long`, { span })
          ) : (
            <>
              <span className={styles.which}>{text(`sla.${kind}`)}</span>{' '}
              {late ? text('sla.late', { span }) : span}
            </>
          )}
        </time>
      );
    }
  }
}
