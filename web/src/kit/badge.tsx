import type { ReactNode } from 'react';
import styles from './badge.module.css';
import type { Tone } from './status-dot.tsx';

/** A small label on a soft ground. */
export function Badge({
  tone = 'neutral',
  children,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
}) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  );
}
