/** A ticket as its reader may see it: the words of their class, and the commands that state and rights allow. */
import type { TicketState } from '../actors/ticket/state.ts';
import { allowedNow } from '../actors/ticket/transitions.ts';
import type { Viewer } from '../authority/viewer.ts';
import type { Permission } from '../contracts/permissions.ts';
import type { Ticket, TicketCommandName } from '../contracts/tickets.ts';

export const commandPermissions = {
  assign: 'tickets.assign',
  claim: 'tickets.claim',
  start: 'tickets.work',
  hold: 'tickets.work',
  resume: 'tickets.work',
  complete: 'tickets.work',
  cancel: 'tickets.cancel',
  reopen: 'tickets.reopen',
  comments: 'tickets.comment',
  merge: 'tickets.merge',
  snooze: 'tickets.snooze',
  unsnooze: 'tickets.snooze',
  rate: 'tickets.rate',
} as const satisfies Record<TicketCommandName, Permission>;

export function ticketView(state: TicketState, viewer: Viewer, now: string): Ticket {
  const {
    createdBy: _createdBy,
    slaStartedAt: _started,
    snoozedBy: _snoozedBy,
    workDay: _workDay,
    attachments: _attachments,
    mergedInto,
    ...rest
  } = state;
  const survivor = mergedInto && { id: mergedInto.id, number: mergedInto.number };
  const ticket: Ticket = {
    ...rest,
    mergedInto: survivor,
    team: state.team.map((member) => ({ ...member })),
    allowed: allowedNow(state, now).filter((name) => mayGive(name, state, viewer)),
  };
  if (viewer.class !== 'public') return ticket;
  // Why and until when work waits, who is in the team and how the clock stands is for staff, as in the events (R5).
  const staffs = {
    team: [],
    holdReason: null,
    snoozedUntil: null,
    slaDueAt: null,
    slaState: null,
    slaRemainingMs: null,
    escalation: null,
  };
  return { ...ticket, ...staffs, mergedInto: mergedInto?.apart ? null : survivor };
}

function mayGive(name: TicketCommandName, state: TicketState, viewer: Viewer): boolean {
  if (!viewer.permissions.has(commandPermissions[name])) return false;
  if (name === 'rate') return viewer.class === 'public' && viewer.customerId === state.customerId;
  if (name === 'claim') return viewer.technicianId !== null && state.zone === viewer.zone;
  if (commandPermissions[name] !== 'tickets.work' || viewer.permissions.has('tickets.view_all')) return true;
  return state.team.some((member) => member.technicianId === viewer.technicianId);
}
