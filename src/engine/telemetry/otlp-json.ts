/**
 * A span as OTLP/JSON text (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding), written when it ends.
 *
 * Text, because the objects of the SDK's own exporter outlive the young heap and are serialised a second time: that
 * was a fifth of an API process' time and several MB of its memory (docs/decisions/0021).
 */
import type { Attributes, AttributeValue, HrTime, Link, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** Of W3C trace flags and the bits that say whether the parent is known to be remote (opentelemetry-proto, SpanFlags). */
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

export function spanToJson(span: ReadableSpan): string {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  let json = `{"traceId":"${context.traceId}","spanId":"${context.spanId}"`;
  if (parent) json += `,"parentSpanId":"${parent.spanId}"`;
  json += `,"flags":${flagsOf(context, parent)},"name":${JSON.stringify(span.name)}`;
  // SpanKind counts from INTERNAL 0, OTLP from 1.
  json += `,"kind":${span.kind + 1},"startTimeUnixNano":"${nanoseconds(span.startTime)}"`;
  json += `,"endTimeUnixNano":"${nanoseconds(span.endTime)}","attributes":${attributesToJson(span.attributes)}`;
  if (span.droppedAttributesCount > 0) json += `,"droppedAttributesCount":${span.droppedAttributesCount}`;
  if (span.events.length > 0) {
    const events = span.events.map(
      ({ name, time, attributes }) =>
        `{"name":${JSON.stringify(name)},"timeUnixNano":"${nanoseconds(time)}","attributes":${attributesToJson(attributes ?? {})}}`,
    );
    json += `,"events":[${events.join()}]`;
  }
  if (span.links.length > 0) json += `,"links":[${span.links.map(linkToJson).join()}]`;
  const { code, message } = span.status;
  if (code !== 0) {
    json += `,"status":{"code":${code}${message === undefined ? '' : `,"message":${JSON.stringify(message)}`}}`;
  }
  return `${json}}`;
}

/** What stands around the spans of a process: its resource and the scope, the same for every export. */
export function envelopeOf(resource: Attributes, scope: string): readonly [before: string, after: string] {
  return [
    `{"resourceSpans":[{"resource":{"attributes":${attributesToJson(resource)}},"scopeSpans":[{"scope":{"name":${JSON.stringify(scope)}},"spans":[`,
    ']}]}]}',
  ];
}

function linkToJson({ context, attributes }: Link): string {
  const { traceId, spanId } = context;
  return `{"traceId":"${traceId}","spanId":"${spanId}","flags":${flagsOf(context, context)},"attributes":${attributesToJson(attributes ?? {})}}`;
}

function flagsOf({ traceFlags }: SpanContext, parent: SpanContext | undefined): number {
  return (traceFlags & 0xff) | HAS_IS_REMOTE | (parent?.isRemote ? IS_REMOTE : 0);
}

/** A number would lose the last digits. */
function nanoseconds([seconds, rest]: HrTime): string {
  return `${seconds}${String(rest).padStart(9, '0')}`;
}

function attributesToJson(attributes: Attributes): string {
  let json = '[';
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    json += `${json.length > 1 ? ',' : ''}{"key":${JSON.stringify(key)},"value":${valueToJson(value)}}`;
  }
  return `${json}]`;
}

function valueToJson(value: AttributeValue | null | undefined): string {
  switch (typeof value) {
    case 'string':
      return `{"stringValue":${JSON.stringify(value)}}`;
    case 'boolean':
      return `{"boolValue":${value}}`;
    case 'number':
      if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
      // JSON has no infinity and no NaN; protobuf's JSON names them.
      return `{"doubleValue":${Number.isFinite(value) ? value : JSON.stringify(String(value))}}`;
    case 'object':
      return value === null
        ? '{}'
        : `{"arrayValue":{"values":[${value.map((item) => valueToJson(item)).join()}]}}`;
    default:
      return '{}';
  }
}
