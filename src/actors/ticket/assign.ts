/** A team is put on a ticket: by hand, by claim, or by itself. */
import { dayOf } from '../../contracts/day.ts';
import type { Decision } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import type { TicketCommand } from './commands.ts';
import type { Moved } from './moved.ts';
import { ofRegistration } from './registration.ts';
import type { TicketState } from './state.ts';

type Assign = Extract<TicketCommand, { type: 'assign' | 'claim' | 'auto_assign' }>;

/** The day in whose places the work counts: that of the visit, else today. */
export function workDayOf(scheduledAt: string | null, now: string, timeZone: string): string {
  return dayOf(scheduledAt ?? now, timeZone);
}

export function assign(
  state: TicketState,
  command: Assign,
  moved: Moved,
  now: string,
  timeZone: string,
): Decision {
  if (command.type === 'claim' && state.zone !== command.zone)
    return refuse('forbidden', 'Only technicians of its zone can claim the ticket.');
  if (command.type === 'auto_assign' && state.snoozedUntil !== null)
    return refuse('not_possible', 'The ticket is out of the way until later.');
  const team = command.type === 'assign' ? command.team : [{ ...command.member, lead: true }];
  const [lead, ...others] = team.filter((member) => member.lead);
  if (!lead || others.length > 0) return refuse('not_possible', 'A team has exactly one lead.');
  if (new Set(team.map((member) => member.technicianId)).size < team.length)
    return refuse('not_possible', 'A technician is named twice in the team.');
  const asked = command.type === 'assign' ? command.scheduledAt : undefined;
  const scheduledAt = asked ?? state.scheduledAt;
  return {
    events: [
      event('ticket.assigned', {
        ...moved,
        title: state.title,
        technicianId: lead.technicianId,
        team: [...team],
        previousTeam: [...state.team],
        scheduledAt,
        previousScheduledAt: state.scheduledAt,
        workDay: workDayOf(scheduledAt, now, timeZone),
        ...ofRegistration(state),
        claimed: command.type === 'claim',
        ...(command.type === 'auto_assign' ? { score: command.score } : {}),
      }),
    ],
  };
}
