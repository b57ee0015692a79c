/** A link that looks like a button: it leads somewhere, and opens in a new tab like any link. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './button.module.css';

export function LinkButton({
  to,
  search,
  icon,
  variant = 'primary',
  wide = false,
  onClick,
  children,
}: {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly icon?: ReactNode;
  readonly variant?: 'primary' | 'secondary';
  readonly wide?: boolean;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Link
      to={to}
      {...({ search: search ?? {} } as object)}
      className={styles.button}
      data-variant={variant}
      data-wide={wide || undefined}
      {...(onClick ? { onClick } : {})}
    >
      {icon}
      <span className={styles.label}>{children}</span>
    </Link>
  );
}
