/** Facts about one thing, each a name and a value. */
import type { ReactNode } from 'react';
import styles from './facts.module.css';

export function Facts({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <aside className={styles.facts} aria-label={label}>
      <dl className={styles.list}>{children}</dl>
    </aside>
  );
}

/** Nothing known is a dash. */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const empty = children === null || children === undefined || children === '';
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>{empty ? '–' : children}</dd>
    </div>
  );
}
