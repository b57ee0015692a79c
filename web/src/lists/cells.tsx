/** Cells that several tables share. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { userOne } from '../api/users.ts';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { useMay } from '../session/session.ts';
import styles from './lists.module.css';

export function RowLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <Link to={to} className={styles.link}>
      {children}
    </Link>
  );
}

export function CellDetail({ children }: { readonly children: ReactNode }) {
  return <span className={styles.detail}>{children}</span>;
}

export function CellButtons({ children }: { readonly children: ReactNode }) {
  return <span className={styles.buttons}>{children}</span>;
}

export function Time({ at }: { readonly at: string | null }) {
  const formats = useFormats();
  return at === null ? (
    '–'
  ) : (
    <time dateTime={at} title={formats.dateTime(at)}>
      {formats.short(at)}
    </time>
  );
}

/** Whoever did it, by name where the person may know it. */
export function UserName({ id, kind }: { readonly id: string; readonly kind: string }) {
  const text = useText();
  const may = useMay();
  const { data } = useQuery({ ...userOne(id), enabled: kind === 'user' && may('users.view'), retry: false });
  if (kind !== 'user') return kind === 'system' ? text('ticket.system') : kind;
  return data ? <RowLink to={`/users/${id}`}>{data.name}</RowLink> : id;
}

/** What a row is about, as a link where the portal has a page for it. */
export function EntityLink({ kind, id }: { readonly kind: string; readonly id: string }) {
  const paths: Readonly<Record<string, string>> = {
    ticket: '/tickets',
    customer: '/customers',
    technician: '/technicians',
    user: '/users',
  };
  const path = paths[kind];
  const short = `${kind}/…${id.slice(-6)}`;
  return path ? <RowLink to={`${path}/${id}`}>{short}</RowLink> : <span title={id}>{short}</span>;
}

export function TraceLink({ id }: { readonly id: string | null }) {
  const text = useText();
  const may = useMay();
  if (id === null || !may('traces.view')) return null;
  return (
    <a href={`/ops/traces/${id}`} target="_blank" rel="noopener" className={styles.link}>
      {text('ticket.trace')}
    </a>
  );
}
