/** A share as a bar beside its words: what it says stands in words too, so it is hidden from those who listen. */
import styles from './page.module.css';

export function Bar({ share, tone }: { readonly share: number; readonly tone?: 'good' }) {
  return (
    <span className={styles.bar} data-tone={tone} aria-hidden="true">
      <span style={{ width: `${Math.round(share * 1_000) / 10}%` }} />
    </span>
  );
}
