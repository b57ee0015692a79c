/** The trace id of a failure, to name to those who help; they themselves can follow it. */
import { useText } from '../i18n/text.ts';
import { session } from '../session/session.ts';
import { useStore } from '../session/store.ts';
import styles from './state.module.css';

export function ProblemTrace({ id }: { readonly id: string }) {
  const text = useText();
  const now = useStore(session);
  const maySeeTraces = 'user' in now && now.user.permissions.includes('traces.view');
  return (
    <p className={styles.trace}>
      {text('error.trace')}{' '}
      {maySeeTraces ? (
        <a className="mono" href={`/ops/journey?trace=${id}`} target="_blank" rel="noopener">
          {id}
        </a>
      ) : (
        <span className="mono">{id}</span>
      )}
    </p>
  );
}
