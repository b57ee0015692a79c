/** Events that a handler could not take: run again, or given up with a reason. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import * as z from 'zod/mini';
import { deadLetterStatuses } from '../../../../src/contracts/operations.ts';
import { type DeadLetter, deadLetterList, operationKeys, resolveDeadLetter } from '../../api/operations.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { ReasonDialog } from '../../forms/reason-dialog.tsx';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { CellButtons, CellDetail, EntityLink, Time, TraceLink } from '../../lists/cells.tsx';
import { ListPage, PagedTable } from '../../lists/paged-table.tsx';

type Status = (typeof deadLetterStatuses)[number];
const search = z.object({ status: z.enum(deadLetterStatuses) });

export function Page() {
  const text = useText();
  const { status = 'dead' } = useSearchOf(search);
  const setSearch = useSetSearch();
  return (
    <>
      <PageHeader title={text('deadLetters.title')} />
      <ListPage>
        <Tabs<Status>
          value={status}
          onChange={(next) => setSearch({ status: next === 'dead' ? undefined : next })}
          tabs={deadLetterStatuses.map((value) => ({
            value,
            label: text(`deadLetters.${value}`),
            content: <Letters status={value} />,
          }))}
        />
      </ListPage>
    </>
  );
}

function Letters({ status }: { readonly status: Status }) {
  const text = useText();
  const list = useInfiniteQuery(deadLetterList({ status }));
  const [discarding, setDiscarding] = useState<DeadLetter>();
  const [refusal, setRefusal] = useState<string>();
  const replay = useDeed<DeadLetter>({
    act: ({ id }) => resolveDeadLetter(id, 'replay'),
    done: ({ eventType }) => text('deadLetters.replayDone', { event: eventType }),
    stale: [operationKeys.deadLetters],
  });
  const discard = useDeed<{ id: string; reason: string }>({
    act: ({ id, reason }) => resolveDeadLetter(id, 'discard', reason),
    done: () => text('deadLetters.discardDone'),
    stale: [operationKeys.deadLetters],
    onDone: () => setDiscarding(undefined),
    onRefused: setRefusal,
  });
  return (
    <>
      <PagedTable
        query={list}
        caption={text(`deadLetters.${status}`)}
        rowKey={(row) => row.id}
        empty={text('deadLetters.empty')}
        emptyIcon={<MailCheck size={22} />}
        columns={[
          {
            key: 'event',
            header: text('deadLetters.event'),
            cell: (row) => (
              <>
                <span className="mono">{row.eventType}</span>
                <CellDetail>{row.handler}</CellDetail>
              </>
            ),
          },
          {
            key: 'about',
            header: text('operations.about'),
            cell: (row) => <EntityLink kind={row.actor.kind} id={row.actor.id} />,
          },
          {
            key: 'error',
            header: text('deadLetters.error'),
            wideOnly: true,
            cell: (row) => (
              <>
                {row.error ?? '–'}
                <CellDetail>{row.reason ?? text('operations.attempts', { count: row.attempts })}</CellDetail>
              </>
            ),
          },
          { key: 'at', header: text('operations.when'), cell: (row) => <Time at={row.at} /> },
          {
            key: 'do',
            header: <span className="visually-hidden">{text('users.actions')}</span>,
            align: 'end',
            cell: (row) => (
              <CellButtons>
                <TraceLink id={row.traceId} />
                {row.status === 'dead' && (
                  <>
                    <Button
                      size="small"
                      busy={replay.isPending && replay.variables.id === row.id}
                      onClick={() => replay.mutate(row)}
                    >
                      {text('deadLetters.replay')}
                    </Button>
                    <Button
                      size="small"
                      onClick={() => {
                        setRefusal(undefined);
                        setDiscarding(row);
                      }}
                    >
                      {text('deadLetters.discard')}
                    </Button>
                  </>
                )}
              </CellButtons>
            ),
          },
        ]}
      />
      {discarding && (
        <ReasonDialog
          title={text('deadLetters.discard')}
          description={text('deadLetters.discard.words', { event: discarding.eventType })}
          submitLabel={text('deadLetters.discard')}
          busy={discard.isPending}
          refusal={refusal}
          onSubmit={(reason) => discard.mutate({ id: discarding.id, reason })}
          onClose={() => setDiscarding(undefined)}
        />
      )}
    </>
  );
}
