/** Ends a lockout that ends by time. */
import type { EventData } from '../../contracts/events.ts';
import type { Handler } from '../../engine/handler-types.ts';

export const lockout: Handler = {
  name: 'business.lockout',
  group: 'business',
  types: ['user.locked', 'user.unlocked', 'user.deactivated', 'user.deleted', 'user.erased'],
  attempts: 20,
  onDead: 'continue',
  handle: (event) => {
    const actor = { kind: 'user', id: event.actorId };
    const until = event.type === 'user.locked' ? (event.data as EventData<'user.locked'>).until : null;
    return until === null
      ? [{ effect: 'cancelTimer', actor, name: 'unlock' }]
      : [{ effect: 'timer', actor, name: 'unlock', dueAt: until, command: { type: 'unlock' } }];
  },
};
