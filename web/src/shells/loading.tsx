import { useText } from '../i18n/text.ts';
import { SkeletonLines } from '../kit/skeleton.tsx';
import styles from './loading.module.css';

/** The shape of a page that is coming. */
export function Loading() {
  const text = useText();
  return (
    <div className={styles.loading}>
      <span className="visually-hidden" role="status">
        {text('state.loading')}
      </span>
      <SkeletonLines lines={6} />
    </div>
  );
}
