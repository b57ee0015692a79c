import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelopeOf, spanToJson } from '../../../src/engine/telemetry/otlp-json.ts';

const resource = { 'service.name': 'trunkline-api', 'process.pid': 7 };
const word = fc.string({ unit: 'binary' });
const value = fc.oneof(
  word,
  fc.integer(),
  fc.double({ noInteger: true, noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.array(word),
);
const attributes = fc.dictionary(
  word.filter((key) => key !== '' && key !== '__proto__'),
  value,
  { maxKeys: 5 },
);
const id = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'123456789abcdef'), minLength: length, maxLength: length });

describe('a span as OTLP/JSON', () => {
  it('is what the library would send of it', () => {
    fc.assert(
      fc.property(
        word,
        fc.constantFrom(SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CONSUMER),
        attributes,
        fc.option(fc.record({ traceId: id(32), spanId: id(16), isRemote: fc.boolean() }), { nil: undefined }),
        fc.array(fc.tuple(word, attributes), { maxLength: 2 }),
        fc.option(word, { nil: undefined }),
        (name, kind, given, parent, events, failure) => {
          const kept = new InMemorySpanExporter();
          const provider = new BasicTracerProvider({
            resource: resourceFromAttributes(resource),
            spanProcessors: [new SimpleSpanProcessor(kept)],
          });
          const context = parent
            ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: 1 })
            : ROOT_CONTEXT;
          const links = parent ? [{ context: { ...parent, traceFlags: 1 }, attributes: given }] : [];
          const span = provider
            .getTracer('trunkline')
            .startSpan(name, { kind, attributes: given, links }, context);
          for (const [event, about] of events) span.addEvent(event, about);
          if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
          span.end();
          const ended = kept.getFinishedSpans();
          const [before, after] = envelopeOf(resource, 'trunkline');
          const ours: unknown = JSON.parse(`${before}${ended.map(spanToJson).join()}${after}`);
          const theirs: unknown = JSON.parse(
            new TextDecoder().decode(JsonTraceSerializer.serializeRequest(ended)),
          );
          expect(significant(ours)).toEqual(significant(theirs));
        },
      ),
    );
  });
});

/** Without zeros and empty lists, which protobuf's JSON may leave out, and with integers as text, as it may write them. */
function significant(json: unknown, key = ''): unknown {
  if (Array.isArray(json)) return json.map((item) => significant(item));
  if (typeof json !== 'object' || json === null) return key === 'intValue' ? String(json) : json;
  const entries = Object.entries(json)
    .filter(([name, item]) => !isNothing(name, item))
    .map(([name, item]) => [name, significant(item, name)]);
  return Object.fromEntries(entries);
}

function isNothing(name: string, item: unknown): boolean {
  if (name.endsWith('Value')) return false;
  return (
    item === 0 ||
    item === undefined ||
    (Array.isArray(item) && item.length === 0) ||
    (name === 'status' && (item as { code: number }).code === 0)
  );
}
