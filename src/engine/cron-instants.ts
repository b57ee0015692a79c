/**
 * When a schedule is due, and which of the instants that were missed still run (T1). Pure: the clock comes in.
 *
 * Daylight saving follows the wall clock of the zone: an instant at a fixed time runs once a day, at the first valid
 * time when its own does not exist, at the first of two when it exists twice. An interval (`0 * * * *`) runs on
 * every real hour.
 */
import { Cron } from 'croner';

export type CatchUp = 'run-once' | 'run-all' | 'skip';

export interface PlannedInstant {
  /** ISO. */
  readonly instant: string;
  readonly outcome: 'ran' | 'caught_up' | 'skipped';
}

/** A pattern that never comes again waits here. */
const NEVER = '9999-12-31T00:00:00.000Z';

/** @throws when the pattern or the zone is not valid; the message names both. */
export function nextInstant(cron: string, zone: string, afterMs: number): string {
  return toCron(cron, zone).nextRun(new Date(afterMs))?.toISOString() ?? NEVER;
}

export interface DueInstants {
  /** Due, oldest first. */
  readonly instants: readonly string[];
  /** The one after them: due as well when the limit cut the list. */
  readonly next: string;
}

/** Instants from `first` (which is one) up to now, at most `limit` of them. Linear in their number. */
export function dueInstants(
  cron: string,
  zone: string,
  first: string,
  nowMs: number,
  limit: number,
): DueInstants {
  const job = toCron(cron, zone);
  const instants: string[] = [];
  let next = first;
  while (instants.length < limit && Date.parse(next) <= nowMs) {
    instants.push(next);
    next = job.nextRun(new Date(next))?.toISOString() ?? NEVER;
  }
  return { instants, next };
}

/**
 * - `run-all`: every instant runs, late ones as caught up.
 * - `run-once`: the newest stands for all that were missed.
 * - `skip`: what is later than the grace does not run.
 *
 * `more`: others that are due as well come after these, so the newest is not among them.
 */
export function planInstants(
  policy: CatchUp,
  instants: readonly string[],
  more: boolean,
  nowMs: number,
  graceMs: number,
): PlannedInstant[] {
  return instants.map((instant, index) => {
    const late = nowMs - Date.parse(instant) > graceMs;
    const newest = !more && index === instants.length - 1;
    const runs = policy === 'run-all' || (policy === 'run-once' ? newest : !late);
    return { instant, outcome: runs ? (late ? 'caught_up' : 'ran') : 'skipped' };
  });
}

const parsed = new Map<string, Cron>();

function toCron(cron: string, zone: string): Cron {
  const key = `${zone} ${cron}`;
  let job = parsed.get(key);
  if (!job) {
    try {
      job = new Cron(cron, { timezone: zone });
      job.nextRun(new Date(0));
    } catch (cause) {
      throw new Error(
        `Not a schedule: ${JSON.stringify(cron)} in ${zone}; expected five or six cron fields and an IANA time zone`,
        { cause },
      );
    }
    parsed.set(key, job);
  }
  return job;
}
