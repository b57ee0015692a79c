/** Cells that several tables share. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Permission } from '../../../src/contracts/permissions.ts';
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
export function UserName({
  id,
  kind,
  plain = false,
}: {
  readonly id: string;
  readonly kind: string;
  /** Inside of something that is pressed itself. */
  readonly plain?: boolean;
}) {
  const text = useText();
  const may = useMay();
  const { data } = useQuery({ ...userOne(id), enabled: kind === 'user' && may('users.view'), retry: false });
  if (kind !== 'user') return kind === 'system' ? text('ticket.system') : kind;
  if (!data) return id;
  return plain ? data.name : <RowLink to={`/users/${id}`}>{data.name}</RowLink>;
}

const places: Readonly<Record<string, { readonly path: string; readonly access: Permission }>> = {
  ticket: { path: '/tickets', access: 'tickets.view_all' },
  customer: { path: '/customers', access: 'customers.view' },
  technician: { path: '/technicians', access: 'technicians.view' },
  user: { path: '/users', access: 'users.view' },
  registration: { path: '/registrations', access: 'registrations.view' },
};

/** What a row is about: a person by name, else a link where there is a page that the reader may open. */
export function EntityLink({
  kind,
  id,
  name,
}: {
  readonly kind: string;
  readonly id: string;
  /** Where it is known already. */
  readonly name?: string;
}) {
  const may = useMay();
  if (name === undefined && kind === 'user' && may('users.view')) return <UserName kind={kind} id={id} />;
  const place = places[kind];
  const short = name ?? `${kind} …${id.slice(-6)}`;
  return place && may(place.access) ? (
    <RowLink to={`${place.path}/${id}`}>{short}</RowLink>
  ) : (
    <span title={id}>{short}</span>
  );
}

/** Leads to all that followed from an event. */
export function JourneyLink({ eventId }: { readonly eventId: string | null }) {
  const text = useText();
  const may = useMay();
  if (eventId === null || !may('traces.view')) return null;
  return (
    <a href={`/ops/events/${eventId}`} target="_blank" rel="noopener" className={styles.link}>
      {text('ticket.journey')}
    </a>
  );
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
