/** A button that is only an icon: its label is its accessible name and its tooltip. */
import { Button as Base } from '@base-ui/react/button';
import type { ComponentProps, ReactElement } from 'react';
import styles from './icon-button.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'style' | 'children'> {
  readonly label: string;
  readonly children: ReactElement;
  readonly pressed?: boolean | undefined;
}

export function IconButton({ label, children, pressed, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Base
      {...rest}
      type={type}
      className={styles.button}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
    >
      {children}
    </Base>
  );
}
