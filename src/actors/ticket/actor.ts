/** The ticket, put together. */

import { DEFAULT_TIME_ZONE } from '../../contracts/day.ts';
import { quietTicketEvents } from '../../contracts/events/quiet.ts';
import { eventVersion } from '../../contracts/events.ts';
import type { ActorDefinition } from '../../engine/actor-types.ts';
import { audience } from './audience.ts';
import type { TicketCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type TicketState, ticketColumns, ticketInstants } from './state.ts';

/** `timeZone`: the portal's, by whose days the work of technicians is counted. */
export function ticketIn(timeZone: string): ActorDefinition<TicketState, TicketCommand> {
  return { ...ticket, decide: (state, command, context) => decide(state, command, context, timeZone) };
}

export const ticket: ActorDefinition<TicketState, TicketCommand> = {
  kind: 'ticket',
  table: 'tickets',
  columns: ticketColumns,
  instants: ticketInstants,
  decide: (state, command, context) => decide(state, command, context, DEFAULT_TIME_ZONE),
  evolve,
  raisesVersion: (type) => !quietTicketEvents.has(type),
  audience,
  eventVersion,
};
