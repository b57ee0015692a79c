/** Something could not be shown: why, the next step, and the trace id for those who help. */
import { CircleAlert, CloudOff } from 'lucide-react';
import { AwayError } from '../api/problem-error.ts';
import { useProblemWords } from '../i18n/problem-words.ts';
import { useText } from '../i18n/text.ts';
import { Button } from './button.tsx';
import { ProblemTrace } from './problem-trace.tsx';
import styles from './state.module.css';

export function ErrorState({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) {
  const text = useText();
  const { title, remedy, traceId } = useProblemWords()(error);
  const Icon = error instanceof AwayError ? CloudOff : CircleAlert;
  return (
    <div className={styles.state} role="alert">
      <span className={styles.icon} data-tone="danger" aria-hidden="true">
        <Icon size={22} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.words}>{remedy}</p>
      {traceId && <ProblemTrace id={traceId} />}
      {onRetry && (
        <div className={styles.actions}>
          <Button onClick={onRetry}>{text('action.retry')}</Button>
        </div>
      )}
    </div>
  );
}
