/** What people answered by WhatsApp: at first what belongs to no ticket and nobody saw to, with the way to one. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { MessageSquareReply, Plus } from 'lucide-react';
import * as z from 'zod/mini';
import type { WhatsappReplyView } from '../../../../src/contracts/replies.ts';
import { replyKeys, replyList, seeToReply } from '../../api/replies.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { CellButtons, CellDetail, EntityLink, Time } from '../../lists/cells.tsx';
import { FilterBar, ListPage, PagedTable } from '../../lists/paged-table.tsx';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';

const shown = ['loose', 'all'] as const;
type Shown = (typeof shown)[number];
/** What is a comment stands on its ticket already. */
const LOOSE = { loose: 'yes' };
const search = z.object({ show: z.enum(shown) });

export function Page() {
  const text = useText();
  const may = useMay();
  const { show = 'loose' } = useSearchOf(search);
  const setSearch = useSetSearch();
  const reopen = useDeed<string>({
    act: (id) => seeToReply(id, 'reopen'),
    done: () => text('replies.reopened'),
    stale: [replyKeys.all],
  });
  const done = useDeed<string>({
    act: (id) => seeToReply(id, 'done'),
    done: () => text('replies.done.said'),
    action: (id) => ({ label: text('action.undo'), onClick: () => reopen.mutate(id) }),
    stale: [replyKeys.all],
  });
  const list = useInfiniteQuery(replyList(show === 'all' ? {} : LOOSE));
  return (
    <>
      <PageHeader title={text('replies.title')} />
      <ListPage>
        <FilterBar>
          <Segmented<Shown>
            label={text('replies.show')}
            hideLabel
            value={show}
            onChange={(next) => setSearch({ show: next === 'loose' ? undefined : next })}
            segments={shown.map((value) => ({ value, label: text(`replies.show.${value}`) }))}
          />
        </FilterBar>
        <PagedTable
          query={list}
          caption={text('replies.title')}
          rowKey={(row) => row.id}
          empty={text(`replies.empty.${show}`)}
          emptyIcon={<MessageSquareReply size={22} />}
          columns={[
            {
              key: 'from',
              header: text('replies.from'),
              cell: (row) => (
                <>
                  <Sender reply={row} />
                  <CellDetail>{row.from}</CellDetail>
                </>
              ),
            },
            {
              key: 'words',
              header: text('replies.words'),
              cell: (row) => (
                <>
                  <span className={styles.words}>{row.text}</span>
                  <CellDetail>
                    <Fate reply={row} />
                  </CellDetail>
                </>
              ),
            },
            { key: 'at', header: text('operations.when'), cell: (row) => <Time at={row.receivedAt} /> },
            {
              key: 'do',
              header: <span className="visually-hidden">{text('users.actions')}</span>,
              align: 'end',
              cell: (row) =>
                row.ticketId === null && (
                  <CellButtons>
                    {row.as !== null && row.seenTo === null && (
                      <Button
                        size="small"
                        busy={done.isPending && done.variables === row.id}
                        onClick={() => done.mutate(row.id)}
                      >
                        {text('replies.done')}
                        <span className="visually-hidden">: {row.customerName ?? row.from}</span>
                      </Button>
                    )}
                    {may('tickets.create') && (
                      <LinkButton
                        to="/tickets/new"
                        search={{ reply: row.id, ...(row.customerId ? { customer: row.customerId } : {}) }}
                        icon={<Plus size={16} aria-hidden="true" />}
                        variant="secondary"
                      >
                        {text('nav.newTicket')}
                        <span className="visually-hidden">: {row.customerName ?? row.from}</span>
                      </LinkButton>
                    )}
                  </CellButtons>
                ),
            },
          ]}
        />
      </ListPage>
    </>
  );
}

/** By the number: a customer, else an applicant, else nobody whom the portal knows. */
function Sender({ reply }: { readonly reply: WhatsappReplyView }) {
  const text = useText();
  const { customerId, customerName, registrationId, registrationNumber } = reply;
  if (customerId !== null)
    return <EntityLink kind="customer" id={customerId} {...(customerName ? { name: customerName } : {})} />;
  if (registrationId !== null)
    return (
      <EntityLink
        kind="registration"
        id={registrationId}
        name={text('replies.applicant', { number: registrationNumber ?? '…' })}
      />
    );
  return <span className={styles.muted}>{text('replies.unknown')}</span>;
}

function Fate({ reply }: { readonly reply: WhatsappReplyView }) {
  const text = useText();
  const { as, seenTo, ticketId, ticketNumber } = reply;
  if (seenTo === 'done') return text('replies.seenTo.done');
  if (ticketId !== null)
    return (
      <>
        {text(seenTo === 'ticket' ? 'replies.seenTo.ticket' : 'replies.as.comment')}{' '}
        <EntityLink kind="ticket" id={ticketId} {...(ticketNumber ? { name: ticketNumber } : {})} />
      </>
    );
  return text(as === null ? 'replies.as.open' : `replies.as.${as}`);
}
