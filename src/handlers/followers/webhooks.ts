/** Turns each event of the log into a delivery to each active webhook that wants its type (W1, W2). */
import { webhookEventTypes } from '../../contracts/events.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Follower } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import {
  staffWords,
  WEBHOOK_ATTEMPTS,
  WEBHOOK_CHANNEL,
  WEBHOOK_FOLLOWER,
  WEBHOOK_PRIORITY,
  WEBHOOK_TEMPLATE,
  webhookDeliveryId,
} from '../webhook-deliveries.ts';

export interface Subscription {
  readonly id: string;
  readonly types: readonly string[];
}

export const webhookDeliveries: Follower<readonly Subscription[]> = {
  name: WEBHOOK_FOLLOWER,
  types: [...webhookEventTypes, 'webhook.tested'],
  history: false,
  load: loadSubscriptions,
  handle: (events, subscriptions) => events.flatMap((event) => deliveriesOf(event, subscriptions)),
};

async function loadSubscriptions(
  _events: readonly LoggedEvent[],
  db: Queryable,
): Promise<readonly Subscription[]> {
  const { rows } = await db.query<Subscription>({
    name: 'webhook_subscriptions',
    text: `select id, types from webhooks where status = 'active' order by id`,
  });
  return rows;
}

function deliveriesOf(event: LoggedEvent, subscriptions: readonly Subscription[]): Effect[] {
  if (!staffWords(event)) return [];
  // A test is for the webhook itself, whatever it wants.
  const wants = ({ id, types }: Subscription): boolean =>
    event.type === 'webhook.tested' ? id === event.actorId : types.includes(event.type);
  return subscriptions.filter(wants).map(({ id }) => ({
    effect: 'delivery',
    id: webhookDeliveryId(id, event.id),
    channel: WEBHOOK_CHANNEL,
    recipient: { kind: 'webhook', id },
    template: WEBHOOK_TEMPLATE,
    params: {},
    entity: { kind: event.actorKind, id: event.actorId },
    about: { eventId: event.id, trace: event.trace },
    maxAttempts: WEBHOOK_ATTEMPTS,
    priority: WEBHOOK_PRIORITY,
  }));
}
