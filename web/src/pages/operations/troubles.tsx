/** What is late and why, in sentences; each leads to the page that says what to do. */
import type { Trouble } from '../../../../src/contracts/console.ts';
import { useText } from '../../i18n/text.ts';
import { StatusDot } from '../../kit/status-dot.tsx';
import styles from './page.module.css';
import { useSpan } from './span.ts';

/** What somebody decided, or what nobody waits for: no red. */
const mild: readonly Trouble['code'][] = ['group_paused', 'queue_paused', 'schedule_missed', 'dead_letters'];

export function Troubles({ troubles }: { readonly troubles: readonly Trouble[] }) {
  const text = useText();
  if (troubles.length === 0)
    return (
      <div className={styles.troubles} role="status">
        <div className={styles.trouble}>
          <StatusDot tone="good">{text('console.well')}</StatusDot>
        </div>
      </div>
    );
  return (
    <ul className={styles.troubles} aria-label={text('console.troubles')}>
      {troubles.map((trouble) => (
        <li key={`${trouble.code} ${trouble.subject}`} className={styles.trouble}>
          <Sentence {...trouble} />
        </li>
      ))}
    </ul>
  );
}

function Sentence({ code, subject, seconds, count, because, runbook }: Trouble) {
  const text = useText();
  const span = useSpan();
  const why = because ? ` ${text(`console.because.${because}`)}` : '';
  return (
    <>
      <StatusDot tone={mild.includes(code) ? 'warning' : 'danger'}>
        {text(`console.trouble.${code}`, {
          subject,
          span: seconds === null ? '–' : span(seconds),
          count: count ?? 0,
        })}
        {why}
      </StatusDot>
      {runbook && (
        <a href={runbook} target="_blank" rel="noopener" className={styles.link}>
          {text('console.runbook')}
        </a>
      )}
    </>
  );
}
