/** What became of this process' finished spans: read by its metrics, which must not start tracing to do so. */
export interface SpanCounts {
  /** Taken by the receiver. */
  readonly sent: number;
  /** The receiver was away, slow or refused them. */
  readonly failed: number;
  /** Too many waited already. */
  readonly dropped: number;
}

export interface SpanCounter {
  add(outcome: keyof SpanCounts, spans: number): void;
  counts(): SpanCounts;
}

export function createSpanCounter(): SpanCounter {
  const counts = { sent: 0, failed: 0, dropped: 0 };
  return {
    add(outcome, spans) {
      counts[outcome] += spans;
    },
    counts: () => ({ ...counts }),
  };
}

/** Of this process. */
export const ownSpans = createSpanCounter();
