/**
 * The few span verbs the code uses, over the OpenTelemetry API.
 *
 * Spans of messages are made by hand, following the messaging conventions
 * (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/): name `{operation} {destination}`,
 * send = PRODUCER, process = CONSUMER. A click's spans hang off the context stored in its event (X1).
 */
import {
  type Attributes,
  type Context,
  context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TimeInput,
  TraceFlags,
  trace,
} from '@opentelemetry/api';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** Traceparent to hang under. Left out: the active span. `null`: a trace of its own. */
  readonly parent?: string | null;
  /** Traceparents this span serves without being their child. */
  readonly links?: readonly (string | undefined | null)[];
  readonly startTime?: TimeInput;
}

function tracer() {
  return trace.getTracer('trunkline');
}

/** The W3C traceparent of the active span, as it is stored in events and jobs. */
export function currentTraceparent(): string | undefined {
  const span = trace.getActiveSpan();
  return span && traceparentOf(span);
}

export function traceparentOf(span: Span): string | undefined {
  const { traceId, spanId, traceFlags } = span.spanContext();
  if (/^0+$/.test(traceId)) return undefined;
  return `00-${traceId}-${spanId}-${(traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')}`;
}

export function currentTraceId(): string | undefined {
  const id = trace.getActiveSpan()?.spanContext().traceId;
  return id && !/^0+$/.test(id) ? id : undefined;
}

export function traceIdOf(traceparent: string | null | undefined): string | undefined {
  return (traceparent && TRACEPARENT.exec(traceparent)?.[1]) || undefined;
}

function contextOf(traceparent: string | null | undefined): Context {
  const match = traceparent ? TRACEPARENT.exec(traceparent) : null;
  if (!match) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: match[1] as string,
    spanId: match[2] as string,
    traceFlags: Number.parseInt(match[3] as string, 16),
    isRemote: true,
  });
}

function linksOf(traceparents: SpanOptions['links']): Link[] {
  const links: Link[] = [];
  for (const traceparent of traceparents ?? []) {
    const spanContext = trace.getSpanContext(contextOf(traceparent));
    if (spanContext) links.push({ context: spanContext });
  }
  return links;
}

/** Starts a span without making it active; the caller ends it. */
export function startSpan(name: string, options: SpanOptions = {}): Span {
  const parent = options.parent === undefined ? context.active() : contextOf(options.parent);
  return tracer().startSpan(
    name,
    {
      kind: options.kind ?? SpanKind.INTERNAL,
      attributes: options.attributes ?? {},
      links: linksOf(options.links),
      ...(options.startTime === undefined ? {} : { startTime: options.startTime }),
    },
    parent,
  );
}

/** Links a span that has started to what it turned out to serve; a bound, for spans that serve very many. */
export function linkSpan(span: Span, traceparents: readonly (string | undefined | null)[], max = 100): void {
  if (span.isRecording()) for (const link of linksOf(traceparents.slice(0, max))) span.addLink(link);
}

/** Marks a span as failed, with the low-cardinality `error.type` that error rates and sampling need. */
export function failSpan(span: Span, error: unknown): void {
  const type =
    error instanceof Error ? ((error as { code?: unknown }).code?.toString() ?? error.name) : typeof error;
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
}

/** Runs `work` inside an active span; a rejection marks the span as ERROR and goes on up. */
export async function withSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = startSpan(name, options);
  const parent = options.parent === undefined ? context.active() : contextOf(options.parent);
  try {
    return await context.with(trace.setSpan(parent, span), work, undefined, span);
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Runs `work` outside any trace, so that what it starts (timers, connections) leaks into none. */
export function outsideTrace<T>(work: () => T): T {
  return context.with(ROOT_CONTEXT, work);
}
