/** The ledger: every message to everybody, and what became of it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { type Delivery, deliveryList, operationKeys, resolveDelivery } from '../../api/operations.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { ReasonDialog } from '../../forms/reason-dialog.tsx';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { CellButtons, CellDetail, Time } from '../../lists/cells.tsx';
import { ListPage, PagedTable } from '../../lists/paged-table.tsx';
import { DeliveryReason, DeliveryStatusLabel, useChannelName } from '../../ops/delivery-words.tsx';
import { Named } from '../../ops/named.tsx';
import { useBeginning } from '../../session/clock.ts';
import { useMay } from '../../session/session.ts';
import { Detail } from './detail.tsx';
import { Filters } from './filters.tsx';
import { deliverySearch, toQuery } from './search.ts';

export function Page() {
  const text = useText();
  const may = useMay();
  const filter = useSearchOf(deliverySearch);
  const setSearch = useSetSearch();
  const list = useInfiniteQuery(deliveryList(toQuery(filter, useBeginning(filter.within))));
  const [asked, setAsked] = useState<{ delivery: Delivery; how: 'replay' | 'discard' }>();
  const channel = useChannelName();
  return (
    <>
      <PageHeader title={text('deliveries.title')} />
      <ListPage>
        <Filters />
        <PagedTable
          query={list}
          caption={text('deliveries.title')}
          rowKey={(row) => row.id}
          empty={text('deliveries.empty')}
          emptyIcon={<MailCheck size={22} />}
          columns={[
            {
              key: 'template',
              header: text('deliveries.message'),
              cell: (row) => (
                <>
                  <span className="mono">{row.template}</span>
                  <CellDetail>{channel(row.channel)}</CellDetail>
                </>
              ),
            },
            {
              key: 'status',
              header: text('field.status'),
              cell: (row) => (
                <>
                  <DeliveryStatusLabel status={row.status} />
                  <CellDetail>
                    <DeliveryReason delivery={row} />
                  </CellDetail>
                </>
              ),
            },
            {
              key: 'to',
              header: text('deliveries.recipient'),
              cell: ({ recipient }) => <Named of={recipient} />,
            },
            {
              key: 'about',
              header: text('operations.about'),
              wideOnly: true,
              cell: (row) => (row.entity ? <Named of={row.entity} /> : '–'),
            },
            {
              key: 'seen',
              header: text('deliveries.seenAt'),
              wideOnly: true,
              cell: (row) => <Time at={row.readAt ?? row.shownAt} />,
            },
            { key: 'at', header: text('operations.when'), cell: (row) => <Time at={row.createdAt} /> },
            {
              key: 'do',
              header: <span className="visually-hidden">{text('users.actions')}</span>,
              align: 'end',
              cell: (row) => (
                <CellButtons>
                  <Button
                    size="small"
                    aria-label={`${text('deliveries.open')}: ${row.template}`}
                    onClick={() => setSearch({ open: row.id })}
                  >
                    {text('deliveries.open')}
                  </Button>
                  {may('dead_letters.manage') && (row.status === 'failed' || row.status === 'unknown') && (
                    <>
                      <Button size="small" onClick={() => setAsked({ delivery: row, how: 'replay' })}>
                        {text('deliveries.replay')}
                      </Button>
                      <Button size="small" onClick={() => setAsked({ delivery: row, how: 'discard' })}>
                        {text('deadLetters.discard')}
                      </Button>
                    </>
                  )}
                </CellButtons>
              ),
            },
          ]}
        />
      </ListPage>
      {filter.open && <Detail id={filter.open} onClose={() => setSearch({ open: undefined })} />}
      {asked && <Resolve {...asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function Resolve({
  delivery,
  how,
  onClose,
}: {
  readonly delivery: Delivery;
  readonly how: 'replay' | 'discard';
  readonly onClose: () => void;
}) {
  const text = useText();
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending } = useDeed<string>({
    act: (reason) => resolveDelivery(delivery.id, how, reason),
    done: () => text(how === 'replay' ? 'deliveries.replayDone' : 'deadLetters.discardDone'),
    stale: [operationKeys.deliveries],
    onDone: onClose,
    onRefused: setRefusal,
  });
  const title = text(how === 'replay' ? 'deliveries.replay' : 'deadLetters.discard');
  return (
    <ReasonDialog
      title={title}
      description={text('deliveries.resolve.words')}
      submitLabel={title}
      busy={isPending}
      refusal={refusal}
      onSubmit={mutate}
      onClose={onClose}
    />
  );
}
