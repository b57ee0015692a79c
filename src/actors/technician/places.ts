/**
 * The places of a technician's days: a ticket takes one, and there are `maxTicketsPerDay` of them.
 *
 * - K1 Counted here, under the lock of the technician's row and in the commit of the assignment, so of two who want
 *   the last place one is refused, however many ask at once.
 * - K2 Only a person takes one beyond the maximum, and only by saying so; an automatic assignment never.
 */
import { bookedOn, type Load } from '../../contracts/capacity.ts';
import type { Decision } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import type { Book, Free } from './commands.ts';
import type { TechnicianState } from './state.ts';

export function book(state: TechnicianState, command: Book): Decision {
  const { ticketId, number, day, today, overbook, automatic } = command;
  if (automatic) {
    if (state.availability !== 'available') return refuse('not_possible', 'The technician is not available.');
    if (!isCertified(state, automatic.requires, today))
      return refuse('not_possible', `The technician is not certified in ${automatic.requires}.`);
  }
  const booked = bookedOn(state.load, day, today);
  const { maxTicketsPerDay: maximum } = state;
  const full = booked >= maximum;
  if (full && (automatic || !overbook))
    return refuse('at_capacity', `The technician has ${booked} of ${maximum} tickets on ${day}.`);
  const load = { ...state.load, open: plus(state.load.open, day, 1) };
  return { events: [event('technician.booked', { ticketId, number, day, load, overbooked: full })] };
}

export function free(state: TechnicianState, { ticketId, number, day, today, done }: Free): Decision {
  const load: Load = {
    open: plus(state.load.open, day, -1),
    done: since(today, done ? plus(state.load.done, today, 1) : state.load.done),
  };
  return { events: [event('technician.freed', { ticketId, number, day, load, done })] };
}

/** The required specialization is a condition, not a bonus: without a certificate that holds today there is none. */
export function isCertified(
  { specializations }: Pick<TechnicianState, 'specializations'>,
  required: string | null,
  today: string,
): boolean {
  if (required === null) return true;
  const found = specializations.find(({ code }) => code === required);
  return !!found?.certifiedUntil && found.certifiedUntil >= today;
}

type PerDay = Load['open'];

function plus(counts: PerDay, day: string, change: number): PerDay {
  const { [day]: before = 0, ...others } = counts;
  const after = before + change;
  return after > 0 ? { ...others, [day]: after } : others;
}

/** What was done on earlier days counts against nothing any more. */
function since(today: string, counts: PerDay): PerDay {
  return Object.fromEntries(Object.entries(counts).filter(([day]) => day >= today));
}
