/** What does something. `primary` once on a screen at most. A busy button keeps its width and cannot be pressed again. */
import { Button as Base } from '@base-ui/react/button';
import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'style'> {
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly size?: 'normal' | 'small';
  readonly icon?: ReactNode;
  readonly busy?: boolean;
  readonly wide?: boolean;
}

export function Button({
  variant = 'secondary',
  size = 'normal',
  icon,
  busy = false,
  wide = false,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <Base
      {...rest}
      type={type}
      disabled={busy || disabled}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      className={styles.button}
      data-variant={variant}
      data-size={size}
      data-wide={wide || undefined}
      data-busy={busy || undefined}
    >
      {icon}
      <span className={styles.label}>{children}</span>
      {busy && <span className={styles.spinner} aria-hidden="true" />}
    </Base>
  );
}
