/**
 * A browser that shows notices, as its push service knows it: one actor for each endpoint (`pushSubscriptionId`).
 *
 *   active ⇄ ended. An ended one keeps its row, so that its deliveries keep a name.
 *
 * - N1 A browser shows the notices of one person: whoever starts it takes it over.
 * - N2 Endpoint and keys are a row of their own, written as an effect and gone with the end: neither state nor log
 *   holds them, and one table is all that erasing a person has to empty.
 */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type {
  ActorDefinition,
  ActorState,
  DecideContext,
  Decision,
  EvolveMeta,
  NewEvent,
} from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';
import type { PushEndReason, PushSubscriptionCommand } from './commands.ts';

export interface PushSubscriptionState extends ActorState {
  readonly userId: string;
  readonly status: 'active' | 'ended';
  readonly reason: PushEndReason | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export const pushSubscription: ActorDefinition<PushSubscriptionState, PushSubscriptionCommand> = {
  kind: 'push_subscription',
  table: 'push_subscriptions',
  columns: ['id', 'seq', 'version', 'userId', 'status', 'reason', 'createdAt', 'endedAt'],
  instants: ['createdAt', 'endedAt'],
  decide,
  evolve,
  raisesVersion: (type) => type !== 'push_subscription.tested',
  audience: (_event, before, after) =>
    [...new Set([before?.userId ?? after.userId, after.userId])].map((id) => ({
      class: 'owner',
      rooms: [rooms.user(id)],
    })),
  eventVersion,
};

function decide(
  state: PushSubscriptionState | undefined,
  command: PushSubscriptionCommand,
  { id, now }: DecideContext,
): Decision {
  if (command.type === 'start') {
    const { userId, endpoint, keys, vapidKey, userAgent } = command;
    const row = {
      id,
      user_id: userId,
      endpoint,
      p256dh: keys.p256dh,
      auth: keys.auth,
      vapid_key: vapidKey,
      user_agent: userAgent,
      created_at: now,
    };
    const known = state?.status === 'active' && state.userId === userId;
    return {
      events: known ? [] : [event('push_subscription.started', { userId })],
      // Written also when it is known: a browser may have new keys.
      effects: [{ effect: 'upsert', table: 'push_endpoints', conflict: ['id'], row }],
    };
  }
  if (state?.status !== 'active') return refuse('not_found');
  switch (command.type) {
    case 'end':
      return {
        events: [event('push_subscription.ended', { reason: command.reason })],
        effects: [{ effect: 'delete', table: 'push_endpoints', row: { id } }],
      };
    case 'test':
      return {
        events: [event('push_subscription.tested', {})],
        effects: [
          {
            effect: 'delivery',
            id: command.deliveryId,
            channel: 'push',
            recipient: { kind: 'push_subscription', id },
            template: 'push.test',
            params: {},
            priority: 2,
          },
        ],
      };
  }
}

function evolve(
  state: PushSubscriptionState | undefined,
  from: NewEvent,
  { id, at }: EvolveMeta,
): PushSubscriptionState {
  if (from.type === 'push_subscription.started') {
    const { userId } = dataOf('push_subscription.started', from);
    const before = state ?? { id, seq: 0, version: 0 };
    return { ...before, userId, status: 'active', reason: null, createdAt: at, endedAt: null };
  }
  if (!state) throw new Error(`${from.type} came to a browser that was never subscribed`);
  switch (from.type) {
    case 'push_subscription.ended': {
      const { reason } = dataOf('push_subscription.ended', from);
      return { ...state, status: 'ended', reason, endedAt: at };
    }
    case 'push_subscription.tested':
      return state;
    default:
      return unknownEvent('push_subscription', from.type);
  }
}
