/** From a figure to the tickets that it counts. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './page.module.css';

export function TicketsLink({
  search,
  children,
}: {
  readonly search: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}) {
  return (
    <Link to={'/tickets' as string} {...({ search } as object)} className={styles.link}>
      {children}
    </Link>
  );
}
