/** One column, large text and targets: for a customer on a phone, once a month. */
import type { ReactNode } from 'react';
import { ConnectionStatus } from '../live/connection-status.tsx';
import { useTouch } from '../session/use-touch.ts';
import { Bell } from './bell.tsx';
import { Brand } from './brand.tsx';
import styles from './customer-shell.module.css';
import { PersonMenu } from './person-menu.tsx';
import { SkipLink } from './skip-link.tsx';

export function CustomerShell({ children }: { readonly children: ReactNode }) {
  useTouch();
  return (
    <div className={styles.shell}>
      <SkipLink />
      <header className={styles.header}>
        <Brand />
        <div className={styles.tools}>
          <span className={styles.live}>
            <ConnectionStatus />
          </span>
          <Bell />
          <PersonMenu />
        </div>
      </header>
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
