/** What the customer says of the work: once, with a change of mind for a while (`mayRate`). */
import type { Decision } from '../../engine/actor-types.ts';
import { event } from '../event.ts';
import type { TicketCommand } from './commands.ts';
import type { TicketState } from './state.ts';

export function rate(
  { number, rating: previousRating, ratingFeedback, technicianId }: TicketState,
  { rating, feedback }: Extract<TicketCommand, { type: 'rate' }>,
): Decision {
  if (rating === previousRating && feedback === ratingFeedback) return { events: [] };
  return { events: [event('ticket.rated', { number, rating, feedback, previousRating, technicianId })] };
}
