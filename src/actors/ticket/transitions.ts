/**
 * The table of a ticket's life: for every status and every command the status it leads to, or `refused`. The
 * compiler proves it total. `assign` puts another team on running work without changing its status.
 *
 * `reopen` is possible within seven days of completion only, `rate` within thirty. `merge` closes a duplicate, so a
 * closed ticket neither is merged nor absorbs one, and no circle of merged tickets can come about.
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
    auto_assign: 'assigned',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    complete: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
    comment: 'open',
    attach: 'open',
    remove_attachment: 'open',
    merge: 'cancelled',
    absorb: 'open',
    settle: 'refused',
    snooze: 'open',
    unsnooze: 'open',
    wake: 'open',
    rate: 'refused',
    sla_warn: 'open',
    sla_breach: 'open',
    escalate: 'open',
  },
  assigned: {
    edit: 'assigned',
    assign: 'assigned',
    claim: 'refused',
    auto_assign: 'refused',
    start: 'in_progress',
    hold: 'refused',
    resume: 'refused',
    complete: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
    comment: 'assigned',
    attach: 'assigned',
    remove_attachment: 'assigned',
    merge: 'cancelled',
    absorb: 'assigned',
    settle: 'refused',
    snooze: 'assigned',
    unsnooze: 'assigned',
    wake: 'assigned',
    rate: 'refused',
    sla_warn: 'assigned',
    sla_breach: 'assigned',
    escalate: 'assigned',
  },
  in_progress: {
    edit: 'in_progress',
    assign: 'in_progress',
    claim: 'refused',
    auto_assign: 'refused',
    start: 'refused',
    hold: 'on_hold',
    resume: 'refused',
    complete: 'completed',
    cancel: 'cancelled',
    reopen: 'refused',
    comment: 'in_progress',
    attach: 'in_progress',
    remove_attachment: 'in_progress',
    merge: 'cancelled',
    absorb: 'in_progress',
    settle: 'refused',
    snooze: 'in_progress',
    unsnooze: 'in_progress',
    wake: 'in_progress',
    rate: 'refused',
    sla_warn: 'in_progress',
    sla_breach: 'in_progress',
    escalate: 'in_progress',
  },
  on_hold: {
    edit: 'on_hold',
    assign: 'on_hold',
    claim: 'refused',
    auto_assign: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'in_progress',
    complete: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
    comment: 'on_hold',
    attach: 'on_hold',
    remove_attachment: 'on_hold',
    merge: 'cancelled',
    absorb: 'on_hold',
    settle: 'refused',
    snooze: 'on_hold',
    unsnooze: 'on_hold',
    wake: 'on_hold',
    rate: 'refused',
    sla_warn: 'refused',
    sla_breach: 'refused',
    escalate: 'refused',
  },
  completed: {
    edit: 'refused',
    assign: 'refused',
    claim: 'refused',
    auto_assign: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    complete: 'refused',
    cancel: 'refused',
    reopen: 'open',
    comment: 'completed',
    attach: 'completed',
    remove_attachment: 'completed',
    merge: 'refused',
    absorb: 'refused',
    settle: 'refused',
    snooze: 'refused',
    unsnooze: 'refused',
    wake: 'refused',
    rate: 'completed',
    sla_warn: 'refused',
    sla_breach: 'refused',
    escalate: 'refused',
  },
  cancelled: {
    edit: 'refused',
    assign: 'refused',
    claim: 'refused',
    auto_assign: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    complete: 'refused',
    cancel: 'refused',
    reopen: 'refused',
    comment: 'cancelled',
    attach: 'cancelled',
    remove_attachment: 'cancelled',
    merge: 'refused',
    absorb: 'refused',
    settle: 'cancelled',
    snooze: 'refused',
    unsnooze: 'refused',
    wake: 'refused',
    rate: 'refused',
    sla_warn: 'refused',
    sla_breach: 'refused',
    escalate: 'refused',
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
  ['merge', 'merge'],
  ['snooze', 'snooze'],
  ['unsnooze', 'unsnooze'],
  ['rate', 'rate'],
];

const DAY_MS = 24 * 3_600_000;
export const REOPEN_WINDOW_MS = 7 * DAY_MS;
const RATE_WINDOW_MS = 30 * DAY_MS;
const RERATE_WINDOW_MS = 7 * DAY_MS;

/** What a status allows, by the names of the API. */
export function allowedCommands(status: TicketStatus): TicketCommandName[] {
  return commandNames
    .filter(([command]) => transitions[status][command] !== 'refused')
    .map(([, name]) => name);
}

/** What of a ticket decides, beside its status, what it allows. */
type Allowing = Pick<TicketState, 'status' | 'completedAt' | 'snoozedUntil' | 'ratedAt'>;

/** What a ticket allows at an instant: like `allowedCommands`, within their windows and for the snoozed. */
export function allowedNow(state: Allowing, now: string): TicketCommandName[] {
  return allowedCommands(state.status).filter((name) => {
    if (name === 'reopen') return mayReopen(state, now);
    if (name === 'rate') return mayRate(state, now);
    return name !== 'unsnooze' || state.snoozedUntil !== null;
  });
}

export function mayReopen(state: Pick<TicketState, 'completedAt'>, now: string): boolean {
  return within(state.completedAt, REOPEN_WINDOW_MS, now);
}

/** The first time within thirty days of completion, another mind within seven days of the first. */
export function mayRate({ completedAt, ratedAt }: Pick<TicketState, 'completedAt' | 'ratedAt'>, now: string) {
  return (
    within(completedAt, RATE_WINDOW_MS, now) && (ratedAt === null || within(ratedAt, RERATE_WINDOW_MS, now))
  );
}

function within(since: string | null, windowMs: number, now: string): boolean {
  return since !== null && Date.parse(now) - Date.parse(since) <= windowMs;
}
