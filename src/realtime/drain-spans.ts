/**
 * Spans of a drain (X1): the drain serves many clicks, so it is a trace of its own, linked to every event it
 * emitted; each event's `process realtime` span hangs under the context stored in the event. Sampled by a bucket:
 * at thousands of events a second, most drains and events have none.
 */
import { SpanKind } from '@opentelemetry/api';
import { queues } from '../contracts/generic/queues.ts';
import { createBucket } from '../engine/bucket.ts';
import type { LoggedEvent } from '../engine/log.ts';
import { messagingAttributes } from '../engine/telemetry/messaging.ts';
import { startSpan, traceparentOf } from '../engine/telemetry/spans.ts';

const SPANS_PER_SECOND = 300;
const DRAINS_PER_SECOND = 30;
const MAX_LINKS = 100;

export type RecordDrain = (events: readonly LoggedEvent[], numbered: number, startedAtMs: number) => void;

export function createDrainSpans(nowMs: () => number): RecordDrain {
  const spans = createBucket(SPANS_PER_SECOND, 2 * SPANS_PER_SECOND, nowMs);
  const drains = createBucket(DRAINS_PER_SECOND, 2 * DRAINS_PER_SECOND, nowMs);
  const { name } = queues.realtime;

  return (events, numbered, startedAtMs) => {
    const traced = events.filter((event) => event.trace?.endsWith('-01'));
    if (traced.length === 0 || drains.take(1) === 0) return;
    const run = startSpan(`drain ${name}`, {
      parent: null,
      startTime: startedAtMs,
      links: traced.slice(0, MAX_LINKS).map(({ trace }) => trace),
      attributes: {
        'messaging.batch.message_count': events.length,
        'trunkline.numbered': numbered,
        'trunkline.position': events.at(-1)?.position ?? 0,
      },
    });
    const runParent = traceparentOf(run);
    for (const event of traced.slice(0, spans.take(traced.length))) {
      startSpan(`process ${name}`, {
        kind: SpanKind.CONSUMER,
        parent: event.trace,
        startTime: startedAtMs,
        links: [runParent],
        attributes: messagingAttributes('process', name, {
          'messaging.message.id': event.id,
          'trunkline.event.type': event.type,
          'trunkline.wait_ms': Math.max(0, startedAtMs - Date.parse(event.at)),
        }),
      }).end();
    }
    run.end();
  };
}
