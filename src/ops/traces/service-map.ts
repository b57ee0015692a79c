// The service map: the calls of the spans that are held, added up by who called whom. Pure.

import type { HeldTrace } from './held.ts';
import type { ServiceCall } from './summary.ts';

type Sum = { from: string; to: string; errors: number; durations: number[]; waits: number[] };

export function sumCalls(traces: Iterable<HeldTrace>): ServiceCall[] {
  const sums = new Map<string, Sum>();
  for (const trace of traces) {
    for (const { call, durationMs, waitMs, isError } of trace.spans.values()) {
      if (!call) continue;
      const key = `${call.from}\n${call.to}`;
      let sum = sums.get(key);
      if (!sum) {
        sum = { ...call, errors: 0, durations: [], waits: [] };
        sums.set(key, sum);
      }
      sum.durations.push(durationMs);
      if (waitMs !== undefined) sum.waits.push(waitMs);
      if (isError) sum.errors++;
    }
  }
  return [...sums.values()]
    .map(({ from, to, errors, durations, waits }) => {
      durations.sort((a, b) => a - b);
      waits.sort((a, b) => a - b);
      const waitP95Ms = quantile(waits, 0.95);
      return {
        from,
        to,
        calls: durations.length,
        errors,
        p50Ms: quantile(durations, 0.5) ?? 0,
        p95Ms: quantile(durations, 0.95) ?? 0,
        ...(waitP95Ms === undefined ? {} : { waitP95Ms }),
      };
    })
    .sort((a, b) => b.calls - a.calls);
}

/** The nearest-rank quantile of numbers in order. */
export function quantile(sorted: readonly number[], q: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)];
}
