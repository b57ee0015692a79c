// What the spans of a trace say of one of its events and its notices: rung, taken, emitted, received. Pure.

import type { Journey } from '../../contracts/journey.ts';
import type { OtlpTrace } from '../traces/otlp.ts';
import { layOut, type WaterfallSpan } from '../traces/waterfall.ts';

export interface JourneySpans {
  readonly rung: Journey['rung'];
  readonly runs: readonly (Journey['handlers'][number]['runs'][number] & { readonly group: string })[];
  readonly emits: Journey['emits'];
  readonly receipts: Journey['receipts'];
}

export const NO_SPANS: JourneySpans = { rung: [], runs: [], emits: [], receipts: [] };

/** `queues`: those that the event itself was rung in. `others`: the events of its notices, which go to sockets too. */
export function readJourneySpans(
  trace: OtlpTrace,
  eventId: string,
  others: ReadonlySet<string>,
  queues: ReadonlySet<string>,
): JourneySpans {
  const rung: JourneySpans['rung'] = [];
  const runs: JourneySpans['runs'][number][] = [];
  const emits: JourneySpans['emits'] = [];
  const receipts: JourneySpans['receipts'] = [];
  for (const { span } of layOut(trace).rows) {
    const of = new Map(span.attributes);
    const operation = of.get('messaging.operation.name');
    const queue = of.get('messaging.destination.name') ?? '';
    const id = of.get('messaging.message.id') ?? '';
    const isSocket = of.get('messaging.system') === 'socketio';
    // The first of a queue: later ones are of what followed from it.
    if (!isSocket && operation === 'send' && queues.has(queue) && !rung.some((one) => one.queue === queue)) {
      rung.push({ queue, at: instantOf(span), tookMs: tookMs(span), error: errorType(of, span) });
    }
    if (!isSocket && operation === 'process' && id === eventId && of.has('trunkline.event.type')) {
      runs.push({
        group: queue,
        at: instantOf(span),
        tookMs: tookMs(span),
        waitMs: numberOf(of.get('trunkline.wait_ms')),
        attempt: numberOf(of.get('trunkline.attempt')) ?? 1,
        error: errorType(of, span),
        handler: of.get('trunkline.handler') ?? null,
        runTraceId: span.links[0]?.traceId ?? null,
      });
    }
    if (!isSocket || (id !== eventId && !others.has(id))) continue;
    if (operation === 'emit') {
      const socketsAsked = numberOf(of.get('trunkline.sockets_asked')) ?? 0;
      const waitMs = numberOf(of.get('trunkline.wait_ms'));
      emits.push({ eventId: id, at: instantOf(span), waitMs, socketsAsked });
    }
    if (operation === 'receive' && span.error === undefined) {
      receipts.push({
        eventId: id,
        socket: of.get('messaging.client.id') ?? '',
        transport: of.get('network.protocol.name') ?? null,
        at: new Date(span.endNs / 1e6).toISOString(),
        afterMs: numberOf(of.get('trunkline.wait_ms')) ?? tookMs(span),
      });
    }
  }
  return { rung, runs, emits, receipts };
}

function instantOf(span: WaterfallSpan): string {
  return new Date(span.startNs / 1e6).toISOString();
}

function tookMs({ startNs, endNs }: WaterfallSpan): number {
  return Math.max(0, Math.round((endNs - startNs) / 1e3) / 1e3);
}

function errorType(of: ReadonlyMap<string, string>, span: WaterfallSpan): string | null {
  return span.error === undefined ? null : (of.get('error.type') ?? 'error');
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}
