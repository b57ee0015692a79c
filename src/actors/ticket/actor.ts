/** The ticket, put together. */
import { eventVersion } from '../../contracts/events.ts';
import type { ActorDefinition } from '../../engine/actor-types.ts';
import { audience } from './audience.ts';
import type { TicketCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type TicketState, ticketColumns, ticketInstants } from './state.ts';

/** What people say beside the work, and what clocks say, does not make an edit stale. */
const quiet = new Set(['ticket.commented', 'ticket.sla_warned', 'ticket.sla_breached']);

export const ticket: ActorDefinition<TicketState, TicketCommand> = {
  kind: 'ticket',
  table: 'tickets',
  columns: ticketColumns,
  instants: ticketInstants,
  decide,
  evolve,
  raisesVersion: (type) => !quiet.has(type),
  audience,
  eventVersion,
};
