/** A link that looks like a button and saves a file. */
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './button.module.css';

export function SaveLink({
  href,
  name,
  children,
}: {
  readonly href: string;
  readonly name: string;
  readonly children: ReactNode;
}) {
  return (
    <a className={styles.button} data-variant="secondary" data-size="normal" href={href} download={name}>
      <Download size={16} aria-hidden="true" />
      <span className={styles.label}>{children}</span>
    </a>
  );
}
