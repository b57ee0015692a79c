/** Events that a handler could not take: found by what they say, run again, or given up with a reason. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { deadLetterStatuses } from '../../../../src/contracts/operations.ts';
import { type DeadLetter, deadLetterList } from '../../api/operations.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { CellButtons, CellDetail, EntityLink, JourneyLink, Time, TraceLink } from '../../lists/cells.tsx';
import { ListPage, PagedTable } from '../../lists/paged-table.tsx';
import { useBeginning } from '../../session/clock.ts';
import { deadLetterSearch, Filters, toQuery } from './filters.tsx';
import { Resolve, type Resolving } from './resolve.tsx';

type Status = (typeof deadLetterStatuses)[number];
/** As many as one request may name. */
const MOST = 200;

export function Page() {
  const text = useText();
  const { status = 'dead' } = useSearchOf(deadLetterSearch);
  const setSearch = useSetSearch();
  return (
    <>
      <PageHeader title={text('deadLetters.title')} />
      <ListPage>
        <Filters />
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
  const filter = useSearchOf(deadLetterSearch);
  const list = useInfiniteQuery(deadLetterList(toQuery({ ...filter, status }, useBeginning(filter.within))));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [resolving, setResolving] = useState<Resolving>();
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const held = rows.filter(({ id }) => chosen.has(id)).slice(0, MOST);
  const choose = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const ask = (how: Resolving['how'], letters: readonly DeadLetter[]) => setResolving({ how, letters });
  const open = status === 'dead';
  return (
    <>
      {open && rows.length > 0 && (
        <CellButtons>
          <Checkbox
            label={text('deadLetters.chosen', { count: held.length })}
            checked={held.length > 0 && held.length === Math.min(rows.length, MOST)}
            mixed={held.length > 0 && held.length < Math.min(rows.length, MOST)}
            onChange={(all) => setChosen(new Set(all ? rows.slice(0, MOST).map(({ id }) => id) : []))}
          />
          <Button size="small" disabled={held.length === 0} onClick={() => ask('replay', held)}>
            {text('deadLetters.replayMany')}
          </Button>
          <Button size="small" disabled={held.length === 0} onClick={() => ask('discard', held)}>
            {text('deadLetters.discardMany')}
          </Button>
        </CellButtons>
      )}
      <PagedTable
        query={list}
        caption={text(`deadLetters.${status}`)}
        rowKey={(row) => row.id}
        empty={text('deadLetters.empty')}
        emptyIcon={<MailCheck size={22} />}
        columns={[
          ...(open
            ? [
                {
                  key: 'choose',
                  header: <span className="visually-hidden">{text('deadLetters.choose')}</span>,
                  cell: (row: DeadLetter) => (
                    <Checkbox
                      label={`${text('deadLetters.choose')}: ${row.eventType} ${row.id}`}
                      hideLabel
                      checked={chosen.has(row.id)}
                      onChange={() => choose(row.id)}
                    />
                  ),
                },
              ]
            : []),
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
                <JourneyLink eventId={row.eventId} />
                <TraceLink id={row.traceId} />
                {row.status === 'dead' && (
                  <>
                    <Button size="small" onClick={() => ask('replay', [row])}>
                      {text('deadLetters.replay')}
                    </Button>
                    <Button size="small" onClick={() => ask('discard', [row])}>
                      {text('deadLetters.discard')}
                    </Button>
                  </>
                )}
              </CellButtons>
            ),
          },
        ]}
      />
      {resolving && (
        <Resolve
          {...resolving}
          onClose={() => {
            setResolving(undefined);
            setChosen(new Set());
          }}
        />
      )}
    </>
  );
}
