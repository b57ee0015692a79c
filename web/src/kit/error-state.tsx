/** Something could not be shown: why, the next step, and the trace id for those who help. */
import { CircleAlert, CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { AwayError } from '../api/problem-error.ts';
import { useProblemWords } from '../i18n/problem-words.ts';
import { useText } from '../i18n/text.ts';
import { Button } from './button.tsx';
import { ProblemTrace } from './problem-trace.tsx';
import styles from './state.module.css';

export function ErrorState({
  error,
  what,
  onRetry,
  children,
}: {
  readonly error: Error;
  /** What could not be shown, where the page does not say it already. */
  readonly what?: string;
  readonly onRetry?: () => void;
  /** Other ways on, beside trying again. */
  readonly children?: ReactNode;
}) {
  const text = useText();
  const { title, remedy, traceId } = useProblemWords()(error);
  const Icon = error instanceof AwayError ? CloudOff : CircleAlert;
  return (
    <div className={styles.state} role="alert">
      <span className={styles.icon} data-tone="danger" aria-hidden="true">
        <Icon size={22} />
      </span>
      <h2 className={styles.title}>{what ?? title}</h2>
      <p className={styles.words}>{what === undefined ? remedy : `${title}. ${remedy}`}</p>
      {traceId && <ProblemTrace id={traceId} />}
      {onRetry && (
        <div className={styles.actions}>
          <Button onClick={onRetry}>{text('action.retry')}</Button>
          {children}
        </div>
      )}
    </div>
  );
}
