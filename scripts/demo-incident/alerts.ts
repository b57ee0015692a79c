/**
 * Which alerts would fire: the rules that Prometheus is given, evaluated on what /metrics says every two seconds.
 *
 * - An alert fires when its expression has held for its `for`. An incident here is healed before most of them do: then
 *   it is said when it would have fired.
 * - Where what is compared is an age that grows with the clock, the moment it reaches its bound is computed.
 * - Rules that look back over time (burn rates, changes) are not evaluated here; promtool tests them.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { readSamples } from '../../src/engine/metric-text.ts';
import { waitFor } from '../../test/support/wait.ts';
import { causes } from '../observability/causes.ts';
import { evaluate } from './promql.ts';

const EVERY_MS = 2_000;
const SEEN_WITHIN_MS = 20_000;

export interface Expected {
  readonly alert: string;
  /** Since the watch began. */
  readonly firesAfterSeconds: number;
  /**
   * `fired`: it held for long enough. `held`: it did when it was healed. `growing`: computed from an age.
   * `moment`: it was over before anybody healed anything.
   */
  readonly how: 'fired' | 'held' | 'growing' | 'moment';
  /** How long it has to hold. */
  readonly for: string;
}

export interface AlertWatch {
  /** Until a scrape has seen what points to it, or `SEEN_WITHIN_MS` have passed: figures are some seconds old. */
  sees(alert: string): Promise<void>;
  /** From here on things get better, and what ends does so because of that. */
  healing(): void;
  /** All that fired or would, the soonest first. */
  end(): Promise<readonly Expected[]>;
  /** Scrapes that were not answered. */
  unanswered(): number;
}

interface Seen {
  sinceMs: number | undefined;
  firstMs: number | undefined;
  heldMs: number;
  /** What was compared, as last seen. */
  last: { readonly atMs: number; readonly value: number } | undefined;
  reachesMs: number | undefined;
  heldAtHealing: boolean;
}

export function watchAlerts(apiUrl: string): AlertWatch {
  const startedMs = performance.now();
  const seen = new Map<string, Seen>();
  let stopping = false;
  let healing = false;
  let missed = 0;

  async function look(): Promise<void> {
    const response = await fetch(`${apiUrl}/metrics`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
    if (!response?.ok) {
      missed += 1;
      return;
    }
    const samples = readSamples(await response.text());
    const nowMs = performance.now() - startedMs;
    for (const { alert, expr } of causes) {
      const verdict = evaluateKnown(expr, samples);
      if (!verdict) continue;
      const known = seen.get(alert) ?? emptySeen();
      seen.set(alert, known);
      if (verdict.holds.length > 0) {
        known.sinceMs ??= nowMs;
        known.firstMs ??= nowMs;
        known.heldMs = Math.max(known.heldMs, nowMs - known.sinceMs);
      } else known.sinceMs = undefined;
      if (expr.includes('_age_seconds') && verdict.compared?.operator === '>' && !healing)
        grow(known, nowMs, verdict.compared);
    }
  }

  const looking = (async () => {
    while (!stopping) {
      await look();
      await pause(EVERY_MS);
    }
  })();

  return {
    async sees(alert) {
      const isSeen = (): boolean => {
        const known = seen.get(alert);
        return known?.firstMs !== undefined || known?.reachesMs !== undefined;
      };
      await waitFor(isSeen, { deadlineMs: SEEN_WITHIN_MS, everyMs: 100 }).catch(() => undefined);
    },
    healing() {
      healing = true;
      for (const known of seen.values()) known.heldAtHealing = known.sinceMs !== undefined;
    },
    unanswered: () => missed,
    async end() {
      stopping = true;
      await looking;
      return causes
        .flatMap(({ alert, for: duration }): Expected[] => {
          const known = seen.get(alert);
          const startMs = known?.firstMs ?? known?.reachesMs;
          if (!known || startMs === undefined) return [];
          const forMs = millisecondsOf(duration);
          const how = howOf(known, forMs);
          return [{ alert, how, for: duration, firesAfterSeconds: Math.round((startMs + forMs) / 1_000) }];
        })
        .sort((a, b) => a.firesAfterSeconds - b.firesAfterSeconds);
    },
  };
}

function howOf({ firstMs, heldMs, heldAtHealing }: Seen, forMs: number): Expected['how'] {
  if (firstMs === undefined) return 'growing';
  if (heldMs >= forMs) return 'fired';
  return heldAtHealing ? 'held' : 'moment';
}

function emptySeen(): Seen {
  return {
    sinceMs: undefined,
    firstMs: undefined,
    heldMs: 0,
    last: undefined,
    reachesMs: undefined,
    heldAtHealing: false,
  };
}

function evaluateKnown(expr: string, samples: Parameters<typeof evaluate>[1]) {
  try {
    return evaluate(expr, samples);
  } catch {
    return undefined;
  }
}

/** An age that grew by as much as the clock went on reaches its bound as the clock says. */
function grow(
  known: Seen,
  atMs: number,
  { values, bound }: { values: readonly { value: number }[]; bound: number },
) {
  const value = Math.max(0, ...values.map((sample) => sample.value));
  const { last } = known;
  known.last = { atMs, value };
  if (!last || value < 10 || value <= last.value) return;
  known.reachesMs ??= atMs + (bound - value) * 1_000;
}

function millisecondsOf(duration: string): number {
  const [, count = '0', unit = 's'] = /^(\d+)([smh])$/.exec(duration) ?? [];
  return Number(count) * ({ s: 1_000, m: 60_000, h: 3_600_000 }[unit] ?? 1_000);
}
