/** The first line of every page: where one is, how much there is, what can be done here. Names the browser's tab. */
import { type ReactNode, useEffect, useRef } from 'react';
import { useHeadingFocus } from '../session/page-focus.ts';
import styles from './page-header.module.css';

export function PageHeader({
  title,
  before,
  count,
  children,
}: {
  readonly title: string;
  /** A way back, a number. */
  readonly before?: ReactNode;
  readonly count?: ReactNode;
  readonly children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useHeadingFocus(heading);
  useEffect(() => {
    document.title = `${title} · Trunkline`;
  }, [title]);
  return (
    <header className={styles.header}>
      {before}
      <h1 ref={heading} className={styles.title} tabIndex={-1}>
        {title}
      </h1>
      {count !== undefined && <span className={styles.count}>{count}</span>}
      {children && <div className={styles.actions}>{children}</div>}
    </header>
  );
}
