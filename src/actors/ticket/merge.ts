/**
 * Merging duplicates: `merge` to the duplicate and `absorb` to the survivor, decided in one commit.
 *
 * - G1 Both happen or neither: a refusal of one is a refusal of the request.
 * - G2 Only open work is merged, into open work; so nothing is merged twice, and no circle can come about.
 * - G3 A customer who does not see the survivor reads neither its number nor its id, and merging such a ticket has
 *   to be asked for on purpose.
 */
import type { Decision, Rejection } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import type { TicketCommand } from './commands.ts';
import type { Moved } from './moved.ts';
import type { TicketState } from './state.ts';

export function merge(
  state: TicketState,
  { into, otherCustomer }: Extract<TicketCommand, { type: 'merge' }>,
  moved: Moved,
): Decision {
  if (into.id === state.id) return refuse('not_possible', 'A ticket cannot be merged into itself.');
  const apart = state.customerId !== null && state.customerId !== into.customerId;
  if (apart && !otherCustomer) {
    return refuse(
      'not_possible',
      `The customer of ${state.number} does not see ${into.number}. Say otherCustomer to merge it all the same.`,
    );
  }
  return {
    events: [event('ticket.merged', { ...moved, into: into.id, intoNumber: into.number, apart })],
  };
}

export function absorb(
  { number }: TicketState,
  { duplicate }: Extract<TicketCommand, { type: 'absorb' }>,
): Decision {
  return {
    events: [
      event('ticket.absorbed', {
        number,
        duplicateId: duplicate.id,
        duplicateNumber: duplicate.number,
        duplicateCustomerId: duplicate.customerId,
      }),
    ],
  };
}

/** The survivor may be that of the survivor: a duplicate of a duplicate ends with the last one. */
export function settle({ number, mergedInto }: TicketState, survivorId: string): Decision {
  if (mergedInto === null) return refuse('conflict', `${number} was not merged.`);
  return { events: [event('ticket.settled', { number, survivorId })] };
}

/** Not `wrong_state`: what is wrong is not the ticket that was asked. */
export function closedSurvivor({ number, status }: TicketState): Rejection {
  return refuse('conflict', `${number} is ${status}: nothing can be merged into it.`);
}
