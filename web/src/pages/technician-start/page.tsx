/** A technician's day: the ticket in hand large, then the rest of today, then what is free in the zone. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Coffee } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { queryClient } from '../../api/query-client.ts';
import { ticketList } from '../../api/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { LoadMore } from '../../lists/load-more.tsx';
import { OfflineNote } from '../../live/offline-note.tsx';
import { refreshRows } from '../../live/ticket-cache.ts';
import { useNow } from '../../session/clock.ts';
import { useUser } from '../../session/session.ts';
import { TicketDialogs } from '../../tickets/asking.tsx';
import { Availability } from './availability.tsx';
import { planDay } from './day.ts';
import styles from './page.module.css';
import { WorkCard } from './work-card.tsx';

const mine = ticketList({
  assignedTo: 'me',
  status: ['assigned', 'in_progress', 'on_hold'],
  sort: 'slaDueAt',
});
const free = ticketList({ status: ['open'], sort: 'slaDueAt' });
const finished = ticketList({ assignedTo: 'me', status: ['completed'], sort: '-updatedAt' });

/** What the page reads first, asked for while it is not drawn yet. */
export function begin(): Promise<unknown> {
  return Promise.all([mine, free, finished].map((list) => queryClient.prefetchInfiniteQuery(list)));
}

export function Page() {
  const text = useText();
  const formats = useFormats();
  const { technicianId, zone } = useUser();
  const now = useNow();
  const [own, open, over] = [useInfiniteQuery(mine), useInfiniteQuery(free), useInfiniteQuery(finished)];
  const tickets = rowsOf(own.data);
  const claimable = rowsOf(open.data);
  const { next, today, later } = planDay(tickets, new Date(now), formats.date);
  const day = formats.date(new Date(now).toISOString());
  const done = rowsOf(over.data).filter(
    ({ completedAt }) => completedAt !== null && formats.date(completedAt) === day,
  );
  // What others changed is asked anew, so that only what is possible is offered.
  const versions = [...tickets, ...claimable].map(({ id, seq }) => `${id}:${seq}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the versions say it all.
  useEffect(() => void refreshRows([...tickets, ...claimable].map(({ id }) => id)), [versions]);

  return (
    <TicketDialogs>
      <PageHeader
        title={text('technician.title')}
        count={
          own.data && text('technician.day', { day, left: today.length + (next ? 1 : 0), done: done.length })
        }
      />
      <div className={styles.page}>
        <div className={styles.column}>
          <OfflineNote />
          {technicianId && <Availability technicianId={technicianId} />}
          {own.isPending ? (
            <Bones />
          ) : !own.data ? (
            <ErrorState error={own.error} onRetry={() => void own.refetch()} />
          ) : next ? (
            <WorkCard ticket={next} size="large" />
          ) : (
            <div className={styles.calm}>
              <EmptyState icon={<Coffee size={22} />} title={text('technician.empty')}>
                {text(claimable.length > 0 ? 'technician.empty.words' : 'technician.empty.nothing')}
              </EmptyState>
            </div>
          )}
          <Group title={text('technician.today')} tickets={today} />
          <Group title={text('technician.later')} tickets={later} />
        </div>
        <div className={styles.column}>
          <Group
            title={zone ? text('technician.free.zone', { zone: zoneName(zone) }) : text('technician.free')}
            tickets={claimable}
            more={<LoadMore query={open} wide />}
          />
          {open.isError && !open.data && (
            <ErrorState error={open.error} onRetry={() => void open.refetch()} />
          )}
          {done.length > 0 && (
            <section className={styles.group} aria-label={text('technician.done')}>
              <Heading title={text('technician.done')} count={done.length} />
              <ul className={styles.done}>
                {done.map((ticket) => (
                  <li key={ticket.id}>
                    <Link to="/tickets/$id" params={{ id: ticket.id } as never} className={styles.doneLink}>
                      <span className={styles.doneTitle}>{ticket.title}</span>
                      <span className={styles.muted}>{ticket.number}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </TicketDialogs>
  );
}

function Group({
  title,
  tickets,
  more,
}: {
  readonly title: string;
  readonly tickets: readonly Ticket[];
  readonly more?: ReactNode;
}) {
  if (tickets.length === 0) return null;
  return (
    <section className={styles.group} aria-label={title}>
      <Heading title={title} count={tickets.length} />
      {tickets.map((ticket) => (
        <WorkCard key={ticket.id} ticket={ticket} size="small" />
      ))}
      {more}
    </section>
  );
}

function Heading({ title, count }: { readonly title: string; readonly count: number }) {
  const formats = useFormats();
  return (
    <h2 className={styles.heading}>
      {title} <span className={styles.muted}>{formats.number(count)}</span>
    </h2>
  );
}

function Bones() {
  return (
    <div className={styles.bones} aria-hidden="true">
      <Skeleton width="38%" />
      <Skeleton width="82%" height={24} />
      <Skeleton width="64%" />
      <Skeleton height={52} />
    </div>
  );
}

function rowsOf(data: { readonly pages: readonly { readonly data: readonly Ticket[] }[] } | undefined) {
  return data?.pages.flatMap((page) => page.data) ?? [];
}
