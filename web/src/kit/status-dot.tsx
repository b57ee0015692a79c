/** A dot and a word: the colour repeats what the word says. */
import type { ReactNode } from 'react';
import styles from './status-dot.module.css';

export type Tone = 'neutral' | 'accent' | 'information' | 'good' | 'warning' | 'danger';

export function StatusDot({
  tone,
  children,
  hollow = false,
}: {
  readonly tone: Tone;
  readonly children: ReactNode;
  /** Waits or is over. */
  readonly hollow?: boolean;
}) {
  return (
    <span className={styles.status} data-tone={tone} data-hollow={hollow || undefined}>
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.words}>{children}</span>
    </span>
  );
}
