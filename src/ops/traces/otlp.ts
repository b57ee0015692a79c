// The part of OTLP/JSON that the trace store takes, and gives back in the same form. Unknown fields are left out.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding

import * as z from 'zod';

const traceId = z.string().regex(/^[0-9a-f]{32}$/i);
const spanId = z.string().regex(/^[0-9a-f]{16}$/i);

/** Nanoseconds since 1970: a decimal string (the exporter), or a number (others). */
const nanos = z.union([z.string().regex(/^\d{1,20}$/), z.number().min(0).max(1e20)]);

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()).optional() });
const attributes = z.array(attribute).optional();

const event = z.object({ timeUnixNano: nanos, name: z.string(), attributes });
const link = z.object({ traceId, spanId, attributes });

export const otlpSpan = z.object({
  traceId,
  spanId,
  parentSpanId: z.union([spanId, z.literal('')]).optional(),
  name: z.string(),
  kind: z.number().int().min(0).max(5).optional(),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  droppedAttributesCount: z.number().optional(),
  events: z.array(event).optional(),
  links: z.array(link).optional(),
  status: z.object({ code: z.number().int().optional(), message: z.string().optional() }).optional(),
});
export type OtlpSpan = z.infer<typeof otlpSpan>;
export type OtlpAttribute = z.infer<typeof attribute>;

const resource = z.object({ attributes }).optional();
const scope = z.object({ name: z.string().optional(), version: z.string().optional() }).optional();

function tracesData<Span extends z.ZodType>(span: Span) {
  const scopeSpans = z.object({ scope, spans: z.array(span).optional() });
  const resourceSpans = z.object({ resource, scopeSpans: z.array(scopeSpans).optional() });
  return z.object({ resourceSpans: z.array(resourceSpans) });
}

/** An export request: spans are looked at one by one, so that a bad one costs only itself. */
export const exportRequest = tracesData(z.unknown());

/** One trace as the store gives it back. */
export const otlpTrace = tracesData(otlpSpan);
export type OtlpTrace = z.infer<typeof otlpTrace>;

/** Span kinds by their OTLP number. */
export const kindNames = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

export const STATUS_ERROR = 2;

/** An attribute's value as plain text. */
export function attributeText(value: OtlpAttribute['value']): string {
  if (!value) return '';
  for (const key of ['stringValue', 'intValue', 'doubleValue', 'boolValue'] as const) {
    if (value[key] !== undefined) return String(value[key]);
  }
  return JSON.stringify(value.arrayValue ?? value.kvlistValue ?? value);
}

export function attributeOf(list: OtlpAttribute[] | undefined, key: string): string | undefined {
  const found = list?.find((entry) => entry.key === key);
  return found ? attributeText(found.value) : undefined;
}

/** Milliseconds, to the microsecond: a number holds the nanoseconds of today no finer than 256. */
export function msBetween(fromNs: number, toNs: number): number {
  return Math.round((toNs - fromNs) / 1e3) / 1e3;
}
