/**
 * When a schedule is due, and which of the instants that were missed still run (T1). Pure: the clock comes in.
 *
 * Daylight saving follows the wall clock of the zone: an instant at a fixed time (its hours are named, one or several)
 * runs once a day, at the first valid time when its own does not exist, at the first of two when it exists twice. An
 * interval (`0 * * * *`) runs on every real hour.
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
  return nextOf(toCron(cron, zone), new Date(afterMs));
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
    next = nextOf(job, new Date(next));
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

interface Pattern {
  readonly cron: Cron;
  /** Of the zone, for a pattern of fixed times: the library runs several hours on both of two same wall clocks. */
  readonly offsetAt: ((ms: number) => number) | undefined;
}

function nextOf({ cron, offsetAt }: Pattern, after: Date): string {
  let next = cron.nextRun(after);
  while (next && offsetAt && isSecond(next.getTime(), offsetAt)) next = cron.nextRun(next);
  return next?.toISOString() ?? NEVER;
}

const MINUTE_MS = 60_000;
/** By how much clocks are set back anywhere. */
const SET_BACK_MS = [30, 60].map((minutes) => minutes * MINUTE_MS);

/** The wall clock showed the same time before: it has been set back since. */
function isSecond(ms: number, offsetAt: (ms: number) => number): boolean {
  const offset = offsetAt(ms);
  return SET_BACK_MS.some((back) => offsetAt(ms - back) - offset === back);
}

function offsetsOf(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (ms) => {
    const parts = Object.fromEntries(
      format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
  };
}

const parsed = new Map<string, Pattern>();

function toCron(cron: string, zone: string): Pattern {
  const key = `${zone} ${cron}`;
  let pattern = parsed.get(key);
  if (!pattern) {
    try {
      const job = new Cron(cron, { timezone: zone });
      job.nextRun(new Date(0));
      const hours = cron.trim().split(/\s+/).at(-4) ?? '*';
      pattern = { cron: job, offsetAt: hours.includes('*') ? undefined : offsetsOf(zone) };
    } catch (cause) {
      throw new Error(
        `Not a schedule: ${JSON.stringify(cron)} in ${zone}; expected five or six cron fields and an IANA time zone`,
        { cause },
      );
    }
    parsed.set(key, pattern);
  }
  return pattern;
}
