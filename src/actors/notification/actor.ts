/**
 * One person's in-app notice. Its row is a row of the ledger: delivered when it is made, then shown, then read,
 * each with its time. Steps only go forward; saying a step again changes nothing.
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
import type { NotificationCommand } from './commands.ts';

export interface NotificationState extends ActorState {
  readonly channel: 'in_app';
  readonly recipientKind: 'user';
  readonly recipientId: string;
  readonly template: string;
  readonly params: Readonly<Record<string, string | number | null>>;
  readonly entityKind: string | null;
  readonly entityId: string | null;
  readonly eventId: string | number | null;
  readonly priority: number;
  readonly attempts: number;
  readonly status: 'delivered' | 'shown' | 'read' | 'suppressed';
  readonly createdAt: string;
  readonly deliveredAt: string;
  readonly shownAt: string | null;
  readonly seenAt: string | null;
  readonly readAt: string | null;
  readonly archivedAt: string | null;
}

export const notification: ActorDefinition<NotificationState, NotificationCommand> = {
  kind: 'notification',
  table: 'deliveries',
  columns: [
    'id',
    'seq',
    'version',
    'channel',
    'recipientKind',
    'recipientId',
    'template',
    'params',
    'entityKind',
    'entityId',
    'eventId',
    'priority',
    'attempts',
    'status',
    'createdAt',
    'deliveredAt',
    'shownAt',
    'seenAt',
    'readAt',
    'archivedAt',
  ],
  instants: ['createdAt', 'deliveredAt', 'shownAt', 'seenAt', 'readAt', 'archivedAt'],
  decide,
  evolve,
  raisesVersion: () => false,
  audience: (_event, _before, after) => [{ class: 'owner', rooms: [rooms.user(after.recipientId)] }],
  eventVersion,
};

function decide(
  state: NotificationState | undefined,
  command: NotificationCommand,
  { now }: DecideContext,
): Decision {
  if (command.type === 'notify') {
    if (state) return refuse('conflict', 'The notice exists already.');
    const { userId, template, params, entity, eventId, priority } = command;
    const data = { userId, template, params: { ...params }, entity, eventId, priority };
    return { events: [event('notification.created', data)] };
  }
  // A row of the ledger for another channel, or one that was never told, is no notice.
  if (state?.channel !== 'in_app' || state.status === 'suppressed') return refuse('not_found');
  switch (command.type) {
    case 'seen':
      return { events: state.seenAt ? [] : [event('notification.seen', { at: now })] };
    case 'read':
      return { events: state.readAt ? [] : [event('notification.read', { at: now })] };
    case 'archive':
      return { events: state.archivedAt ? [] : [event('notification.archived', { at: now })] };
  }
}

function evolve(
  state: NotificationState | undefined,
  from: NewEvent,
  { id, at }: EvolveMeta,
): NotificationState {
  if (from.type === 'notification.created') {
    const { userId, template, params, entity, eventId, priority } = dataOf('notification.created', from);
    return {
      id,
      seq: 0,
      version: 0,
      channel: 'in_app',
      recipientKind: 'user',
      recipientId: userId,
      template,
      params,
      entityKind: entity?.kind ?? null,
      entityId: entity?.id ?? null,
      eventId,
      priority,
      attempts: 0,
      status: 'delivered',
      createdAt: at,
      deliveredAt: at,
      shownAt: null,
      seenAt: null,
      readAt: null,
      archivedAt: null,
    };
  }
  if (!state) throw new Error(`${from.type} came to a notice that was never made`);
  const shown = { shownAt: state.shownAt ?? at, seenAt: state.seenAt ?? at };
  switch (from.type) {
    case 'notification.seen':
      return { ...state, ...shown, status: state.status === 'delivered' ? 'shown' : state.status };
    case 'notification.read':
      return { ...state, ...shown, readAt: at, status: 'read' };
    case 'notification.archived':
      return { ...state, archivedAt: at };
    default:
      return unknownEvent('notification', from.type);
  }
}
