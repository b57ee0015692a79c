/**
 * Copies what people did from the log into the audit log: who, what, to whom, when. Left out is what is no deed: that
 * they read a notice, and where a technician's phone says they are, every few minutes.
 */
import { eventTypes } from '../../contracts/events.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Follower } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

const people: readonly string[] = ['user', 'token'];

const isDeed = (type: string) => !type.startsWith('notification.') && type !== 'technician.located';

export const auditEntries: Follower = {
  name: 'audit',
  types: eventTypes.filter(isDeed),
  history: true,
  handle: (events) => events.filter(({ by }) => people.includes(by.kind)).map(entryOf),
};

function entryOf({ id, at, by, type, actorKind, actorId, trace }: LoggedEvent): Effect {
  const row = { event_id: id, at, by, action: type, target: `${actorKind}/${actorId}`, detail: {}, trace };
  return { effect: 'insert', table: 'audit_log', row };
}
