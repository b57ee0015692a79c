/** Phone first: the thumb's navigation at the bottom, everything else is the page's. */
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { pageIcons } from '../app/page-icons.ts';
import { useText } from '../i18n/text.ts';
import { loadLaterParts } from '../kit/later.ts';
import { ConnectionStatus } from '../live/connection-status.tsx';
import { useTouch } from '../session/use-touch.ts';
import { Bell } from './bell.tsx';
import { Brand } from './brand.tsx';
import { useNav } from './nav.ts';
import { PersonMenu } from './person-menu.tsx';
import { SkipLink } from './skip-link.tsx';
import styles from './technician-shell.module.css';

export function TechnicianShell({ children }: { readonly children: ReactNode }) {
  const text = useText();
  useTouch();
  useEffect(loadLaterParts, []);
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
      <nav className={styles.nav} aria-label={text('nav.main')}>
        {useNav('technician').map(({ path, nav: { icon, label } }) => {
          const Icon = pageIcons[icon];
          return (
            <Link key={path} to={path} className={styles.link} activeOptions={{ exact: path === '/' }}>
              <Icon size={22} aria-hidden="true" />
              {text(label)}
            </Link>
          );
        })}
      </nav>
    </div>
  );
}
