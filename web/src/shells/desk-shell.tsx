/** The desk: navigation at the left (a drawer on a phone), the page beside it. */
import { Link, useRouterState } from '@tanstack/react-router';
import { ArrowUpRight, Menu as MenuIcon, Search } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { pageIcons } from '../app/page-icons.ts';
import { useText } from '../i18n/text.ts';
import { Dialog } from '../kit/dialog.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { Kbd } from '../kit/kbd.tsx';
import { loadLaterParts } from '../kit/later.ts';
import { ConnectionStatus } from '../live/connection-status.tsx';
import { useTools } from '../ops/tools.ts';
import { useUser } from '../session/session.ts';
import { Bell } from './bell.tsx';
import { Brand } from './brand.tsx';
import styles from './desk-shell.module.css';
import { DeskWindows, openPalette } from './desk-windows.tsx';
import { type NavPage, useNav } from './nav.ts';
import { PersonMenu } from './person-menu.tsx';
import { SkipLink } from './skip-link.tsx';

export function DeskShell({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const [drawer, setDrawer] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer.
  useEffect(() => setDrawer(false), [path]);
  useEffect(loadLaterParts, []);
  return (
    <div className={styles.shell}>
      <SkipLink />
      <header className={styles.side}>
        <SideContent />
      </header>
      <header className={styles.top}>
        <IconButton label={text('nav.open')} onClick={() => setDrawer(true)}>
          <MenuIcon size={20} />
        </IconButton>
        <Brand />
        <span className={styles.topLive}>
          <ConnectionStatus />
        </span>
        <Bell />
        <IconButton label={text('palette.open')} onClick={openPalette}>
          <Search size={20} />
        </IconButton>
      </header>
      <Dialog open={drawer} onClose={() => setDrawer(false)} title="Trunkline" side>
        <NavLinks />
        <Person />
      </Dialog>
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
      <DeskWindows />
    </div>
  );
}

function SideContent() {
  const text = useText();
  return (
    <>
      <div className={styles.brand}>
        <Brand />
        <Bell />
      </div>
      <button type="button" className={styles.search} onClick={openPalette}>
        <Search size={16} aria-hidden="true" />
        <span>{text('palette.short')}</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <NavLinks />
      <div className={styles.live}>
        <ConnectionStatus />
      </div>
      <Person />
    </>
  );
}

function NavLinks() {
  const text = useText();
  const all = useNav('desk');
  const tools = useTools();
  const operations = all.filter(({ nav }) => nav.section === 'operations');
  return (
    <nav className={styles.nav} aria-label={text('nav.main')}>
      {all
        .filter(({ nav }) => nav.section === undefined)
        .map((page) => (
          <NavLink key={page.path} page={page} />
        ))}
      {operations.length + tools.length > 0 && (
        <span className={styles.section}>{text('nav.operations')}</span>
      )}
      {operations.map((page) => (
        <NavLink key={page.path} page={page} />
      ))}
      {tools.map(({ href, label, icon: Icon }) => (
        <a key={href} href={href} target="_blank" rel="noopener" className={styles.link}>
          <Icon size={18} aria-hidden="true" />
          {text(label)}
          <ArrowUpRight size={14} aria-hidden="true" className={styles.away} />
        </a>
      ))}
    </nav>
  );
}

function NavLink({ page: { path, nav } }: { readonly page: NavPage }) {
  const text = useText();
  const Icon = pageIcons[nav.icon];
  return (
    <Link to={path} className={styles.link}>
      <Icon size={18} aria-hidden="true" />
      {text(nav.label)}
    </Link>
  );
}

function Person() {
  const text = useText();
  const user = useUser();
  return (
    <div className={styles.person}>
      <PersonMenu side="top" />
      <div className={styles.who}>
        <span className={styles.name}>{user.name}</span>
        <span className={styles.role}>{text(`role.${user.role}`)}</span>
      </div>
    </div>
  );
}
