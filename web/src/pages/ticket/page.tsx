/** One ticket: what happened, what can be done now, its facts; and who else is looking. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useEffect } from 'react';
import { ProblemError } from '../../api/problem-error.ts';
import { ticketHistory, ticketOne } from '../../api/tickets.ts';
import { Timeline } from '../../history/timeline.tsx';
import { useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { useChanged } from '../../live/changed.ts';
import { useWatch } from '../../live/use-watch.ts';
import { useUser } from '../../session/session.ts';
import { TicketDialogs } from '../../tickets/asking.tsx';
import { AttachmentsSection } from '../../tickets/attachments/section.tsx';
import { Rating } from '../../tickets/rating.tsx';
import { TicketSteps } from '../../tickets/steps.tsx';
import { TicketActions } from '../../tickets/ticket-actions.tsx';
import { TicketStatusLabel } from '../../tickets/words.tsx';
import { NotFound } from '../trouble/not-found.tsx';
import { Composer } from './composer.tsx';
import { useEntryWords } from './entry-words.ts';
import { Facts } from './facts.tsx';
import { MergedNote, SnoozedNote } from './notes.tsx';
import styles from './page.module.css';
import { Presence } from './presence.tsx';

export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const text = useText();
  const user = useUser();
  const one = useQuery(ticketOne(id));
  const history = useQuery({ ...ticketHistory(id), enabled: one.data !== undefined });
  const wordsOf = useEntryWords();
  const changed = useChanged('ticket', id);
  useWatch('ticket', id, one.data?.position);
  const ticket = one.data;
  useEffect(() => {
    if (ticket) document.title = `${ticket.number} ${ticket.title} · Trunkline`;
  }, [ticket]);

  if (one.error instanceof ProblemError && one.error.status === 404) return <NotFound />;
  if (one.isError && !ticket) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  if (!ticket)
    return (
      <div className={styles.loading}>
        <SkeletonLines lines={10} />
      </div>
    );
  const back = user.role === 'customer' ? '/' : '/tickets';
  return (
    <TicketDialogs>
      <PageHeader
        title={ticket.title}
        before={
          <>
            <Link
              to={back}
              className={styles.back}
              aria-label={text('action.back')}
              title={text('action.back')}
            >
              <ArrowLeft size={18} aria-hidden="true" />
            </Link>
            <span className={styles.number}>{ticket.number}</span>
          </>
        }
      >
        <Presence id={id} />
        <span className={changed.has('status') ? `changed ${styles.status}` : styles.status}>
          <TicketStatusLabel status={ticket.status} merged={ticket.mergedInto !== null} />
        </span>
        <TicketActions ticket={ticket} />
      </PageHeader>
      <div className={styles.columns}>
        <section className={styles.activity} aria-label={text('ticket.activity')}>
          {user.role === 'customer' && ticket.status !== 'cancelled' && (
            <TicketSteps status={ticket.status} />
          )}
          {ticket.mergedInto && <MergedNote into={ticket.mergedInto} />}
          {ticket.snoozedUntil && <SnoozedNote ticket={ticket} until={ticket.snoozedUntil} />}
          {user.role === 'customer' && ticket.status === 'completed' && <Rating ticket={ticket} />}
          {ticket.description && <p className={styles.description}>{ticket.description}</p>}
          <AttachmentsSection ticketId={ticket.id} />
          <h2>{text('ticket.activity')}</h2>
          {history.isError && !history.data ? (
            <ErrorState error={history.error} onRetry={() => void history.refetch()} />
          ) : (
            <Timeline entries={history.data} wordsOf={wordsOf} />
          )}
          {ticket.allowed.includes('comments') && <Composer ticket={ticket} />}
        </section>
        <Facts ticket={ticket} changed={changed} />
      </div>
    </TicketDialogs>
  );
}
