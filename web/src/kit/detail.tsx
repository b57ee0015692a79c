/** The body of a page about one thing: what belongs to it at the left, its facts at the right. */
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.ts';
import styles from './detail.module.css';
import { SkeletonLines } from './skeleton.tsx';

export function Detail({ facts, children }: { readonly facts: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles.columns}>
      <div className={styles.body}>{children}</div>
      {facts}
    </div>
  );
}

export function DetailLoading() {
  return (
    <div className={styles.loading}>
      <SkeletonLines lines={10} />
    </div>
  );
}

export function BackLink({ to, search = {} }: { readonly to: string; readonly search?: object }) {
  const text = useText();
  return (
    <Link
      to={to}
      {...{ search }}
      className={styles.back}
      aria-label={text('action.back')}
      title={text('action.back')}
    >
      <ArrowLeft size={18} aria-hidden="true" />
    </Link>
  );
}
