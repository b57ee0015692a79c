/** A customer's start: the own reports, and how far each one is. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Inbox, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { queryClient } from '../../api/query-client.ts';
import { ticketList } from '../../api/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { LoadMore } from '../../lists/load-more.tsx';
import { OfflineNote } from '../../live/offline-note.tsx';
import { refreshRows } from '../../live/ticket-cache.ts';
import { TicketDialogs } from '../../tickets/asking.tsx';
import styles from './page.module.css';
import { TicketCard } from './ticket-card.tsx';

/** Finished ones that are shown at first. */
const FIRST_CLOSED = 5;

const mine = ticketList({});

/** What the page reads first, asked for while it is not drawn yet. */
export function begin(): Promise<unknown> {
  return queryClient.prefetchInfiniteQuery(mine);
}

export function Page() {
  const [whole, setWhole] = useState(false);
  const text = useText();
  const list = useInfiniteQuery(mine);
  const tickets = list.data?.pages.flatMap((page) => page.data) ?? [];
  const open = tickets.filter(({ status }) => status !== 'completed' && status !== 'cancelled');
  const closed = tickets.filter(({ status }) => status === 'completed' || status === 'cancelled');
  // What may be done now, to rate it or to open it again, stands in no event.
  const versions = tickets.map(({ id, seq }) => `${id}:${seq}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the versions say it all.
  useEffect(() => void refreshRows(tickets.map(({ id }) => id)), [versions]);
  return (
    <TicketDialogs>
      <PageHeader title={text('customer.title')}>
        <LinkButton to="/my-line" variant="secondary">
          {text('myLine.title')}
        </LinkButton>
      </PageHeader>
      <div className={styles.page}>
        <OfflineNote />
        <LinkButton to="/tickets/new" wide icon={<Plus size={18} aria-hidden="true" />}>
          {text('customer.report')}
        </LinkButton>
        {list.isPending ? (
          <SkeletonLines lines={6} />
        ) : list.isError && tickets.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : tickets.length === 0 ? (
          <EmptyState icon={<Inbox size={22} />} title={text('customer.empty')}>
            {text('customer.empty.words')}
          </EmptyState>
        ) : (
          <>
            {open.length > 0 && (
              <section className={styles.group}>
                <h2>{text('customer.open', { count: open.length })}</h2>
                {open.map((ticket) => (
                  <TicketCard key={ticket.id} ticket={ticket} />
                ))}
              </section>
            )}
            {closed.length > 0 && (
              <section className={styles.group}>
                <h2>{text('customer.closed')}</h2>
                {(whole ? closed : closed.slice(0, FIRST_CLOSED)).map((ticket) => (
                  <TicketCard key={ticket.id} ticket={ticket} />
                ))}
                {!whole && closed.length > FIRST_CLOSED && (
                  <Button onClick={() => setWhole(true)}>
                    {text('customer.closed.all', { count: closed.length })}
                  </Button>
                )}
              </section>
            )}
            {(whole || closed.length <= FIRST_CLOSED) && <LoadMore query={list} wide />}
          </>
        )}
      </div>
    </TicketDialogs>
  );
}
