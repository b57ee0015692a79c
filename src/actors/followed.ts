/** What a technician or a customer asks of their portal account when they change (U3). */
import type { Decided } from '../engine/actor-types.ts';
import type { Follow } from './user/commands.ts';

type Effects = NonNullable<Decided['effects']>;

export function followedBy(userId: string | null, command: Follow): Effects {
  // What the account refuses does not hold up its owner.
  return userId === null
    ? []
    : [{ effect: 'command', actor: { kind: 'user', id: userId }, command, tolerateRejection: true }];
}
