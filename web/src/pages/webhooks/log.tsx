/** What was delivered to one webhook, and what can be done about what was not. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import {
  deleteWebhook,
  recoverWebhook,
  resendDelivery,
  rotateWebhook,
  type Webhook,
  webhookDeliveryList,
  webhookKeys,
} from '../../api/webhooks.ts';
import { EntityDialog } from '../../forms/entity-dialog.tsx';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { AlertDialog } from '../../kit/alert-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { Select } from '../../kit/select.tsx';
import { CellButtons, CellDetail, EntityLink, JourneyLink, Time } from '../../lists/cells.tsx';
import { PagedTable } from '../../lists/paged-table.tsx';
import { DeliveryStatusLabel } from '../../ops/delivery-words.tsx';
import styles from './page.module.css';

const HOUR_MS = 3_600_000;
const spans = { hour: 1, day: 24, week: 168, month: 720 } as const;
type Span = keyof typeof spans;
const spanNames: readonly Span[] = ['hour', 'day', 'week', 'month'];

export function Log({
  webhook,
  onSecret,
  onDeleted,
}: {
  readonly webhook: Webhook;
  readonly onSecret: (secret: string) => void;
  readonly onDeleted: () => void;
}) {
  const text = useText();
  const { id, url, status } = webhook;
  const list = useInfiniteQuery(webhookDeliveryList(id, {}));
  const [asked, setAsked] = useState<'recover' | 'rotate' | 'delete'>();
  const close = () => setAsked(undefined);
  const stale = [webhookKeys.list, webhookKeys.deliveries];
  const resend = useDeed<string>({
    act: (deliveryId) => resendDelivery(id, deliveryId),
    done: () => text('webhooks.resent'),
    stale,
  });
  const rotate = useDeed<void>({
    act: async () => onSecret((await rotateWebhook(id)).secret),
    done: () => text('webhooks.rotated'),
    stale,
    onDone: close,
  });
  const remove = useDeed<void>({
    act: () => deleteWebhook(id),
    done: () => text('webhooks.deleted'),
    stale,
    onDone: onDeleted,
  });
  return (
    <section className={styles.log} aria-labelledby="webhook-log">
      <div className={styles.logHead}>
        <h2 id="webhook-log" className={styles.logTitle}>
          {text('webhooks.log', { url })}
        </h2>
        <CellButtons>
          <Button size="small" disabled={status === 'disabled'} onClick={() => setAsked('recover')}>
            {text('webhooks.recover')}
          </Button>
          <Button size="small" onClick={() => setAsked('rotate')}>
            {text('webhooks.rotate')}
          </Button>
          <Button size="small" onClick={() => setAsked('delete')}>
            {text('webhooks.delete')}
          </Button>
        </CellButtons>
      </div>
      <PagedTable
        query={list}
        caption={text('webhooks.log', { url })}
        rowKey={(row) => row.id}
        empty={text('webhooks.log.empty')}
        emptyIcon={<MailCheck size={22} />}
        columns={[
          {
            key: 'type',
            header: text('webhooks.event'),
            cell: (row) => (
              <>
                <span className="mono">{row.eventType ?? '–'}</span>
                {row.entity && (
                  <CellDetail>
                    <EntityLink kind={row.entity.kind} id={row.entity.id} />
                  </CellDetail>
                )}
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
            key: 'attempts',
            header: text('webhooks.attempts'),
            wideOnly: true,
            cell: (row) => row.attempts,
          },
          {
            key: 'next',
            header: text('webhooks.next'),
            wideOnly: true,
            cell: (row) => <Time at={row.status === 'queued' ? row.nextAttemptAt : null} />,
          },
          { key: 'at', header: text('operations.when'), cell: (row) => <Time at={row.createdAt} /> },
          {
            key: 'do',
            header: <span className="visually-hidden">{text('users.actions')}</span>,
            align: 'end',
            cell: (row) => (
              <CellButtons>
                <JourneyLink eventId={row.eventId} />
                <Button
                  size="small"
                  disabled={status === 'disabled'}
                  busy={resend.isPending && resend.variables === row.id}
                  onClick={() => resend.mutate(row.id)}
                >
                  {text('webhooks.resend')}
                </Button>
              </CellButtons>
            ),
          },
        ]}
      />
      {asked === 'recover' && <Recover id={id} onClose={close} />}
      {asked === 'rotate' && (
        <AlertDialog
          open
          title={text('webhooks.rotate')}
          description={text('webhooks.rotate.words')}
          confirm={text('webhooks.rotate')}
          busy={rotate.isPending}
          onConfirm={() => rotate.mutate()}
          onCancel={close}
        />
      )}
      {asked === 'delete' && (
        <AlertDialog
          open
          danger
          title={text('webhooks.delete')}
          description={text('webhooks.delete.words')}
          confirm={text('webhooks.delete')}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
          onCancel={close}
        />
      )}
    </section>
  );
}

function Recover({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const text = useText();
  const [span, setSpan] = useState<Span>('day');
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending } = useDeed<Span>({
    act: (chosen) => recoverWebhook(id, new Date(Date.now() - spans[chosen] * HOUR_MS).toISOString()),
    done: () => text('webhooks.recovered'),
    stale: [webhookKeys.deliveries],
    onDone: onClose,
    onRefused: setRefusal,
  });
  return (
    <EntityDialog
      title={text('webhooks.recover')}
      description={text('webhooks.recover.words')}
      submitLabel={text('webhooks.recover')}
      busy={isPending}
      refusal={refusal}
      onSubmit={() => mutate(span)}
      onClose={onClose}
    >
      <Select
        label={text('webhooks.since')}
        value={span}
        onChange={setSpan}
        options={spanNames.map((value) => ({ value, label: text(`webhooks.since.${value}`) }))}
      />
    </EntityDialog>
  );
}
