/**
 * The table of a ticket's life: for every status and every command the status it leads to, or `refused`. The
 * compiler proves it total. `assign` puts another team on running work without changing its status.
 *
 * `reopen` is possible within seven days of completion only.
 */
import type { TicketCommandName, TicketStatus } from '../../contracts/tickets.ts';
import type { TicketCommand } from './commands.ts';
import type { TicketState } from './state.ts';

export type TicketTransition = Exclude<TicketCommand['type'], 'create'>;
type Target = TicketStatus | 'refused';

export const transitions: Readonly<Record<TicketStatus, Readonly<Record<TicketTransition, Target>>>> = {
  open: {
    edit: 'open',
    assign: 'assigned',
    claim: 'assigned',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    complete: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
    comment: 'open',
    sla_warn: 'open',
    sla_breach: 'open',
  },
  assigned: {
    edit: 'assigned',
    assign: 'assigned',
    claim: 'refused',
    start: 'in_progress',
    hold: 'refused',
    resume: 'refused',
    complete: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
    comment: 'assigned',
    sla_warn: 'assigned',
    sla_breach: 'assigned',
  },
  in_progress: {
    edit: 'in_progress',
    assign: 'in_progress',
    claim: 'refused',
    start: 'refused',
    hold: 'on_hold',
    resume: 'refused',
    complete: 'completed',
    cancel: 'cancelled',
    reopen: 'refused',
    comment: 'in_progress',
    sla_warn: 'in_progress',
    sla_breach: 'in_progress',
  },
  on_hold: {
    edit: 'on_hold',
    assign: 'on_hold',
    claim: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'in_progress',
    complete: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
    comment: 'on_hold',
    sla_warn: 'refused',
    sla_breach: 'refused',
  },
  completed: {
    edit: 'refused',
    assign: 'refused',
    claim: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    complete: 'refused',
    cancel: 'refused',
    reopen: 'open',
    comment: 'completed',
    sla_warn: 'refused',
    sla_breach: 'refused',
  },
  cancelled: {
    edit: 'refused',
    assign: 'refused',
    claim: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    complete: 'refused',
    cancel: 'refused',
    reopen: 'refused',
    comment: 'cancelled',
    sla_warn: 'refused',
    sla_breach: 'refused',
  },
};

/** The names under which people give the commands; the others are edits and clocks. */
const commandNames: readonly (readonly [TicketTransition, TicketCommandName])[] = [
  ['assign', 'assign'],
  ['claim', 'claim'],
  ['start', 'start'],
  ['hold', 'hold'],
  ['resume', 'resume'],
  ['complete', 'complete'],
  ['cancel', 'cancel'],
  ['reopen', 'reopen'],
  ['comment', 'comments'],
];

export const REOPEN_WINDOW_MS = 7 * 24 * 3_600_000;

/** What a status allows, by the names of the API. */
export function allowedCommands(status: TicketStatus): TicketCommandName[] {
  return commandNames
    .filter(([command]) => transitions[status][command] !== 'refused')
    .map(([, name]) => name);
}

/** What a ticket allows at an instant: like `allowedCommands`, and no reopening after seven days. */
export function allowedNow(
  state: Pick<TicketState, 'status' | 'completedAt'>,
  now: string,
): TicketCommandName[] {
  return allowedCommands(state.status).filter((name) => name !== 'reopen' || mayReopen(state, now));
}

export function mayReopen(state: Pick<TicketState, 'completedAt'>, now: string): boolean {
  return state.completedAt !== null && Date.parse(now) - Date.parse(state.completedAt) <= REOPEN_WINDOW_MS;
}
