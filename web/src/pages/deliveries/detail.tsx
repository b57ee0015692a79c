/** One message: its steps, each with its time, and each attempt to send it. */
import { useQuery } from '@tanstack/react-query';
import { Check, Circle } from 'lucide-react';
import { type DeliveryDetail, deliveryOne } from '../../api/operations.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Dialog } from '../../kit/dialog.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { JourneyLink, TraceLink } from '../../lists/cells.tsx';
import {
  DeliveryReason,
  DeliveryStatusLabel,
  useChannelName,
  useVersionName,
} from '../../ops/delivery-words.tsx';
import { Named } from '../../ops/named.tsx';
import styles from './page.module.css';

export function Detail({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const text = useText();
  const { data, error, isPending, refetch } = useQuery(deliveryOne(id));
  return (
    <Dialog open onClose={onClose} title={text('deliveries.one')}>
      {isPending ? (
        <SkeletonLines lines={8} />
      ) : data ? (
        <Content delivery={data} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Dialog>
  );
}

function Content({ delivery }: { readonly delivery: DeliveryDetail }) {
  const text = useText();
  const formats = useFormats();
  const channel = useChannelName();
  const versionName = useVersionName();
  const { recipient, entity, tries } = delivery;
  return (
    <div className={styles.detail}>
      <dl className={styles.facts}>
        <dt>{text('deliveries.recipient')}</dt>
        <dd>
          <Named of={recipient} />
        </dd>
        <dt>{text('field.channel')}</dt>
        <dd>{channel(delivery.channel)}</dd>
        <dt>{text('deliveries.message')}</dt>
        <dd>
          <span className="mono">{delivery.template}</span>
          {delivery.wordsVersion !== null && (
            <span className={styles.muted}> {versionName(delivery.wordsVersion)}</span>
          )}
        </dd>
        <dt>{text('field.status')}</dt>
        <dd>
          <DeliveryStatusLabel status={delivery.status} /> <DeliveryReason delivery={delivery} />
        </dd>
        {entity && (
          <>
            <dt>{text('operations.about')}</dt>
            <dd>
              <Named of={entity} />
            </dd>
          </>
        )}
      </dl>
      <h3>{text('deliveries.steps')}</h3>
      <ol className={styles.steps}>
        {stepsOf(delivery).map(({ name, at }) => (
          <li key={name} data-done={at !== null || undefined}>
            {at === null ? <Circle size={14} aria-hidden="true" /> : <Check size={14} aria-hidden="true" />}
            <span>{text(`deliveries.step.${name}`)}</span>
            <span className={styles.muted}>
              {at === null ? text('deliveries.notYet') : formats.dateTime(at)}
            </span>
          </li>
        ))}
      </ol>
      {tries.length > 0 && (
        <>
          <h3>{text('deliveries.tries', { count: tries.length })}</h3>
          <ol className={styles.steps}>
            {tries.map(({ n, provider, startedAt, outcome, error }) => (
              <li key={n}>
                <span className="mono">{n}</span>
                <span>
                  {[provider, outcome ?? '…'].join(' · ')}
                  {error && <span className={styles.error}>{error}</span>}
                </span>
                <span className={styles.muted}>{formats.dateTime(startedAt)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      <p className={styles.links}>
        <JourneyLink eventId={delivery.eventId} />
        <TraceLink id={delivery.traceId} />
      </p>
    </div>
  );
}

/** Of the inbox there is no handing over; of a group nobody knows who read it. */
function stepsOf({ channel, ...delivery }: DeliveryDetail) {
  const made = { name: 'created', at: delivery.createdAt } as const;
  const seen = [
    { name: 'delivered', at: delivery.deliveredAt },
    { name: 'shown', at: delivery.shownAt },
    { name: 'read', at: delivery.readAt },
  ] as const;
  if (channel === 'in_app') return [made, ...seen];
  const sent = { name: 'accepted', at: delivery.acceptedAt } as const;
  // What no report ever says, stays out; a report that came is a step.
  return [
    made,
    sent,
    ...seen.filter(({ at, name }) => at !== null || (channel === 'whatsapp' && name !== 'shown')),
  ];
}
