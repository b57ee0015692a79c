/** Around pages for everybody: the name, language and theme, and one column that is at home on a phone. */
import { type ReactNode, useEffect, useRef } from 'react';
import { useHeadingFocus } from '../session/page-focus.ts';
import { useTouch } from '../session/use-touch.ts';
import { Brand } from './brand.tsx';
import { LookButtons } from './look-buttons.tsx';
import styles from './open-shell.module.css';

export function OpenShell({ children }: { readonly children: ReactNode }) {
  useTouch();
  return (
    <div className={styles.shell}>
      <header className={styles.header}>
        <Brand />
        <LookButtons />
      </header>
      <main className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** Names the page and the browser's tab. */
export function OpenTitle({ title }: { readonly title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useHeadingFocus(heading);
  useEffect(() => {
    document.title = `${title} · Trunkline`;
  }, [title]);
  return (
    <h1 ref={heading} className={styles.title} tabIndex={-1}>
      {title}
    </h1>
  );
}
