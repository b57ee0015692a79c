/**
 * Spans of mailbox runs (X1): a run that serves many events is a trace of its own, linked to each of them; each
 * event's `process` span hangs under the context stored in the event.
 */
import { type Span, SpanKind } from '@opentelemetry/api';
import type { LoggedEvent } from './log.ts';
import { messagingAttributes } from './telemetry/messaging.ts';
import { failSpan, linkSpan, startSpan, traceparentOf, withSpan } from './telemetry/spans.ts';

export function withRunSpan<T>(group: string, way: string, work: (span: Span) => Promise<T>): Promise<T> {
  return withSpan(
    `run ${group}`,
    { parent: null, kind: SpanKind.INTERNAL, attributes: { 'trunkline.group': group, 'trunkline.run': way } },
    work,
  );
}

/** What the processing of one event looks like to whoever follows its click. */
export interface Processed {
  readonly event: LoggedEvent;
  readonly startedAt: Date;
  /** Failures of this event before this attempt. */
  readonly failedBefore?: number;
  readonly error?: unknown;
  readonly handler?: string;
}

/** Records the `process` spans of what a run did, once its outcome is known. */
export function recordProcessed(group: string, run: Span, processed: readonly Processed[]): void {
  if (!run.isRecording()) return;
  const runParent = traceparentOf(run);
  run.setAttribute('messaging.batch.message_count', processed.length);
  linkSpan(
    run,
    processed.map(({ event }) => event.trace),
  );
  for (const { event, startedAt, failedBefore, error, handler } of processed) {
    const span = startSpan(`process ${group}`, {
      kind: SpanKind.CONSUMER,
      parent: event.trace,
      startTime: startedAt,
      // A retry hangs under the click like the first attempt did, and names it once more as what it repeats.
      links: failedBefore ? [runParent, event.trace] : [runParent],
      attributes: messagingAttributes('process', group, {
        'messaging.message.id': event.id,
        'trunkline.event.type': event.type,
        'trunkline.wait_ms': Math.max(0, startedAt.getTime() - Date.parse(event.at)),
        ...(failedBefore ? { 'trunkline.attempt': failedBefore + 1 } : {}),
        ...(handler ? { 'trunkline.handler': handler } : {}),
      }),
    });
    if (error !== undefined) failSpan(span, error);
    span.end();
  }
}
