/** Something could not be shown: why, the next step, and the trace id for those who help. */
import { CircleAlert, CloudOff } from 'lucide-react';
import { AwayError } from '../api/problem-error.ts';
import { useProblemWords } from '../i18n/problem-words.ts';
import { useText } from '../i18n/text.ts';
import { session } from '../session/session.ts';
import { useStore } from '../session/store.ts';
import { Button } from './button.tsx';
import styles from './state.module.css';

export function ErrorState({
  error,
  onRetry,
  small,
}: {
  readonly error: Error;
  readonly onRetry?: () => void;
  /** In a line of its own beside what is there. */
  readonly small?: boolean;
}) {
  const text = useText();
  const { title, remedy, traceId } = useProblemWords()(error);
  const now = useStore(session);
  const maySeeTraces = 'user' in now && now.user.permissions.includes('traces.view');
  const Icon = error instanceof AwayError ? CloudOff : CircleAlert;
  return (
    <div className={styles.state} data-small={small} role="alert">
      <span className={styles.icon} data-tone="danger" aria-hidden="true">
        <Icon size={22} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.words}>{remedy}</p>
      {traceId && (
        <p className={styles.trace}>
          {text('error.trace')}{' '}
          {maySeeTraces ? (
            <a className="mono" href={`/ops/journey?trace=${traceId}`} target="_blank" rel="noopener">
              {traceId}
            </a>
          ) : (
            <span className="mono">{traceId}</span>
          )}
        </p>
      )}
      {onRetry && (
        <div className={styles.actions}>
          <Button onClick={onRetry}>{text('action.retry')}</Button>
        </div>
      )}
    </div>
  );
}
