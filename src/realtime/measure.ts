/** The last hops of a click as metrics: numbering, emission, receipt. Labels are made once, not for each event. */
import type { Envelope } from '../contracts/generic/envelope.ts';
import type { LoggedEvent } from '../engine/log.ts';
import { count, observeTraced } from '../engine/metrics.ts';

const numberedHop = { hop: 'commit_to_numbered' } as const;
const emittedHop = { hop: 'numbered_to_emitted' } as const;
const receivedHop = { hop: 'emitted_to_received' } as const;
const atEmission = { at: 'emitted' } as const;
const atReceipt = { at: 'received' } as const;

/** One batch that was emitted just now; its events were numbered here when there are as many of both. */
export function measureBatch(
  events: readonly LoggedEvent[],
  numbered: number,
  numberedAtMs: number,
  emittedAtMs: number,
): void {
  count('realtimeEmitted', events.length, {});
  const isNumberedHere = numbered === events.length;
  for (const event of events) {
    const atMs = Date.parse(event.at);
    observeTraced('eventAge', seconds(atMs, emittedAtMs), atEmission, event.trace);
    if (!isNumberedHere) continue;
    observeTraced('hopDuration', seconds(atMs, numberedAtMs), numberedHop, event.trace);
    observeTraced('hopDuration', seconds(numberedAtMs, emittedAtMs), emittedHop, event.trace);
  }
}

export function measureReceipt(envelope: Envelope, emittedAtMs: number, receivedAtMs: number): void {
  count('realtimeReceipts', 1, { outcome: 'received' });
  const { time, traceparent } = envelope;
  observeTraced('hopDuration', seconds(emittedAtMs, receivedAtMs), receivedHop, traceparent);
  observeTraced('eventAge', seconds(Date.parse(time), receivedAtMs), atReceipt, traceparent);
}

export function measureLate(): void {
  count('realtimeReceipts', 1, { outcome: 'late' });
}

/** The clocks of two machines may disagree. */
function seconds(fromMs: number, toMs: number): number {
  return Math.max(0, toMs - fromMs) / 1_000;
}
