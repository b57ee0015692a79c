/** The ledger: every message to everybody, and what became of it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import * as z from 'zod/mini';
import { deliveryStatuses, listDeliveriesQuery } from '../../../../src/contracts/notifications.ts';
import { type Delivery, deliveryList, operationKeys, resolveDelivery } from '../../api/operations.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { ReasonDialog } from '../../forms/reason-dialog.tsx';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { CellButtons, CellDetail, EntityLink, Time, TraceLink } from '../../lists/cells.tsx';
import { FilterBar, ListPage, PagedTable } from '../../lists/paged-table.tsx';
import { DeliveryStatusLabel } from '../../ops/delivery-words.tsx';
import { useMay } from '../../session/session.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';

const channels = ['in_app', 'email', 'whatsapp', 'whatsapp_group'] as const;
const search = z.pick(listDeliveriesQuery, { channel: true, status: true });

export function Page() {
  const text = useText();
  const may = useMay();
  const filter = useSearchOf(search);
  const setSearch = useSetSearch();
  const list = useInfiniteQuery(deliveryList(filter));
  const [asked, setAsked] = useState<{ delivery: Delivery; how: 'replay' | 'discard' }>();
  const channel = (name: string) =>
    text(`channel.${channels.find((one) => one === name) ?? ('in_app' as const)}`);
  return (
    <>
      <PageHeader title={text('deliveries.title')} />
      <ListPage>
        <FilterBar>
          <FilterMenu
            label={text('field.channel')}
            values={channels}
            chosen={filter.channel ?? []}
            name={channel}
            onChange={(chosen) => setSearch({ channel: chosen })}
          />
          <FilterMenu
            label={text('field.status')}
            values={deliveryStatuses}
            chosen={filter.status ?? []}
            name={(value) => text(`deliveries.status.${value}`)}
            onChange={(status) => setSearch({ status })}
          />
        </FilterBar>
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
                  {(row.lastError ?? row.reason) && <CellDetail>{row.lastError ?? row.reason}</CellDetail>}
                </>
              ),
            },
            {
              key: 'to',
              header: text('deliveries.recipient'),
              wideOnly: true,
              cell: (row) => <EntityLink kind={row.recipient.kind} id={row.recipient.id} />,
            },
            {
              key: 'about',
              header: text('operations.about'),
              wideOnly: true,
              cell: (row) => (row.entity ? <EntityLink kind={row.entity.kind} id={row.entity.id} /> : '–'),
            },
            { key: 'at', header: text('operations.when'), cell: (row) => <Time at={row.createdAt} /> },
            {
              key: 'do',
              header: <span className="visually-hidden">{text('users.actions')}</span>,
              align: 'end',
              cell: (row) => (
                <CellButtons>
                  <TraceLink id={row.traceId} />
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
