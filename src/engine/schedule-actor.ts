/**
 * A schedule as an actor (T1): its row is the state, its name the id. Being one, its row lock is what makes each
 * instant run once under any number of schedulers, and `cron_runs`, the event and the work commit together.
 *
 *   register → (tick | runNow)*, pause ⇄ resume. Instants that pass while it is paused are not missed.
 */
import type { Audience } from '../contracts/generic/audience.ts';
import type { ActorDefinition, ActorState, DecideContext, Decision, NewEvent } from './actor-types.ts';
import {
  type CatchUp,
  dueInstants,
  nextInstant,
  type PlannedInstant,
  planInstants,
} from './cron-instants.ts';
import type { Effect } from './effects.ts';

export interface ScheduleDefinition {
  /** Unique; stands in the ledger, job ids and spans: `billing.run`. */
  readonly name: string;
  readonly cron: string;
  /** IANA zone whose wall clock the pattern is read in. */
  readonly zone: string;
  readonly catchUp: CatchUp;
  /** Pure. What an instant does: commands, as a rule, whose events' handlers do the work in chunks. */
  readonly run: (
    instant: string,
    context: { readonly now: string; readonly newId: () => string },
  ) => readonly Effect[];
}

export interface ScheduleState extends ActorState {
  readonly cron: string;
  readonly zone: string;
  readonly nextInstant: string;
  readonly lastInstant: string | null;
  readonly paused: boolean;
}

export type ScheduleCommand =
  /** Makes it known, or takes over a changed pattern; nothing when nothing changed. */
  | { readonly type: 'schedule.register' }
  /** Runs what is due; nothing when nothing is. */
  | { readonly type: 'schedule.tick' }
  | { readonly type: 'schedule.runNow' }
  | { readonly type: 'schedule.pause' }
  | { readonly type: 'schedule.resume' };

export interface ScheduleActorOptions {
  readonly schedules: ReadonlyMap<string, ScheduleDefinition>;
  /** Who sees that a schedule ran. */
  readonly audience: Audience;
  /** Later than this an instant counts as missed. */
  readonly graceMs?: number;
}

const GRACE_MS = 60_000;
/** Instants of one transaction: those that only leave a line, and those that run. */
const MAX_SKIPPED = 500;
const MAX_RUN = 20;

const NOTHING: Decision = { events: [] };

export function createScheduleActor(
  options: ScheduleActorOptions,
): ActorDefinition<ScheduleState, ScheduleCommand> {
  return {
    kind: 'schedule',
    table: 'schedules',
    columns: ['id', 'seq', 'version', 'cron', 'zone', 'nextInstant', 'lastInstant', 'paused'],
    instants: ['nextInstant', 'lastInstant'],
    decide(state, command, context) {
      const definition = options.schedules.get(context.id);
      if (!definition) return { rejection: { code: 'not_found', detail: 'No such schedule is defined' } };
      if (command.type === 'schedule.register') return register(definition, state, context);
      if (!state) return { rejection: { code: 'not_found' } };
      switch (command.type) {
        case 'schedule.tick':
          return tick(definition, state, context, options.graceMs ?? GRACE_MS);
        case 'schedule.runNow':
          return runNow(definition, state, context);
        case 'schedule.pause':
          return state.paused ? NOTHING : { events: [{ type: 'schedule.paused', data: {} }] };
        case 'schedule.resume':
          return state.paused
            ? { events: [event('schedule.resumed', upcoming(definition, state, context))] }
            : NOTHING;
      }
    },
    evolve(state, { type, data }, { id }) {
      const before: ScheduleState = state ?? {
        id,
        seq: 0,
        version: 0,
        cron: '',
        zone: '',
        nextInstant: '',
        lastInstant: null,
        paused: false,
      };
      const known = data as Partial<ScheduleState> & { instant?: string };
      return {
        ...before,
        cron: known.cron ?? before.cron,
        zone: known.zone ?? before.zone,
        nextInstant: known.nextInstant ?? before.nextInstant,
        lastInstant: type === 'schedule.ran' ? (known.instant ?? before.lastInstant) : before.lastInstant,
        paused: type === 'schedule.paused' || (before.paused && type !== 'schedule.resumed'),
      };
    },
    raisesVersion: (type) => type === 'schedule.paused' || type === 'schedule.resumed',
    audience: () => options.audience,
    eventVersion: () => 1,
  };
}

function register(
  definition: ScheduleDefinition,
  state: ScheduleState | undefined,
  context: DecideContext,
): Decision {
  const { cron, zone } = definition;
  if (state?.cron === cron && state.zone === zone) return NOTHING;
  return { events: [event('schedule.registered', { cron, zone, ...upcoming(definition, state, context) })] };
}

function tick(
  definition: ScheduleDefinition,
  state: ScheduleState,
  context: DecideContext,
  graceMs: number,
): Decision {
  const nowMs = Date.parse(context.now);
  if (state.paused || Date.parse(state.nextInstant) > nowMs) return NOTHING;
  const limit = definition.catchUp === 'run-all' ? MAX_RUN : MAX_SKIPPED;
  const due = dueInstants(state.cron, state.zone, state.nextInstant, nowMs, limit);
  const more = Date.parse(due.next) <= nowMs;
  const plan = planInstants(definition.catchUp, due.instants, more, nowMs, graceMs);
  const events: NewEvent[] = [];
  const skipped = plan.filter(({ outcome }) => outcome === 'skipped');
  const [first] = skipped;
  if (first) {
    const to = (skipped.at(-1) as PlannedInstant).instant;
    events.push(
      event('schedule.skipped', { from: first.instant, to, count: skipped.length, nextInstant: due.next }),
    );
  }
  const effects: Effect[] = plan.map((planned) => runRow(state.id, planned, context));
  for (const { instant, outcome } of plan) {
    if (outcome === 'skipped') continue;
    events.push(event('schedule.ran', { instant, outcome, nextInstant: due.next }));
    effects.push(...definition.run(instant, context));
  }
  return { events, effects };
}

function runNow(definition: ScheduleDefinition, state: ScheduleState, context: DecideContext): Decision {
  const instant = context.now;
  if (instant === state.lastInstant || instant === state.nextInstant) {
    return { rejection: { code: 'conflict', detail: 'It runs at this very instant' } };
  }
  return {
    events: [event('schedule.ran', { instant, outcome: 'by_hand' })],
    effects: [
      runRow(state.id, { instant, outcome: 'by_hand' }, context),
      ...definition.run(instant, context),
    ],
  };
}

/** Never an instant that was: a clock that was set back does not repeat one. */
function upcoming(
  { cron, zone }: ScheduleDefinition,
  state: ScheduleState | undefined,
  context: DecideContext,
): { nextInstant: string } {
  const last = state?.lastInstant ? Date.parse(state.lastInstant) : 0;
  return { nextInstant: nextInstant(cron, zone, Math.max(Date.parse(context.now), last)) };
}

function event(type: string, data: Readonly<Record<string, unknown>>): NewEvent {
  return { type, data };
}

function runRow(name: string, run: { instant: string; outcome: string }, context: DecideContext): Effect {
  return {
    effect: 'insert',
    table: 'cron_runs',
    row: { name, instant: run.instant, outcome: run.outcome, started_at: context.now, by: context.by },
  };
}
