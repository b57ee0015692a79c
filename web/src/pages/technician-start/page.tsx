/** A technician's day: the ticket in hand first, then what is next, then what is free in the zone. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { PartyPopper } from 'lucide-react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { ticketList } from '../../api/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import styles from './page.module.css';
import { WorkCard } from './work-card.tsx';

const mine = ticketList({
  assignedTo: 'me',
  status: ['assigned', 'in_progress', 'on_hold'],
  sort: 'slaDueAt',
});
const free = ticketList({ status: ['open'], sort: 'slaDueAt' });
const order: Readonly<Partial<Record<Ticket['status'], number>>> = {
  in_progress: 0,
  assigned: 1,
  on_hold: 2,
};

export function Page() {
  const text = useText();
  const [own, open] = [useInfiniteQuery(mine), useInfiniteQuery(free)];
  const tickets = [...(own.data?.pages.flatMap((page) => page.data) ?? [])].sort(
    (a, b) => (order[a.status] ?? 3) - (order[b.status] ?? 3),
  );
  const claimable = open.data?.pages.flatMap((page) => page.data) ?? [];
  const [now, ...later] = tickets;
  if (own.isError && !own.data) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />;
  return (
    <>
      <PageHeader
        title={text('technician.title')}
        count={own.data && text('tickets.count', { count: String(tickets.length), number: tickets.length })}
      />
      <div className={styles.page}>
        {own.isPending && <SkeletonLines lines={6} />}
        {own.data && !now && (
          <EmptyState icon={<PartyPopper size={22} />} title={text('technician.empty')}>
            {text('technician.empty.words')}
          </EmptyState>
        )}
        {now && <WorkCard ticket={now} main />}
        <Group title={text('technician.later')} tickets={later} />
        <Group title={text('technician.free')} tickets={claimable} />
      </div>
    </>
  );
}

function Group({ title, tickets }: { readonly title: string; readonly tickets: readonly Ticket[] }) {
  if (tickets.length === 0) return null;
  return (
    <section className={styles.group}>
      <h2>{title}</h2>
      {tickets.map((ticket) => (
        <WorkCard key={ticket.id} ticket={ticket} />
      ))}
    </section>
  );
}
