// Spans as the exporter would send them, for tests about traces.

import type { OtlpAttribute, OtlpSpan, OtlpTrace } from '../../src/ops/traces/otlp.ts';

export const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');

export const attribute = (key: string, value: string | number): OtlpAttribute => ({
  key,
  value: typeof value === 'string' ? { stringValue: value } : { doubleValue: value },
});

const at = (ms: number) =>
  String(BigInt(1_700_000_000_000 + Math.floor(ms)) * 1_000_000n + BigInt(Math.round((ms % 1) * 1e6)));

type Given = Omit<Partial<OtlpSpan>, 'parentSpanId'> & {
  id: number;
  parent?: number;
  fromMs: number;
  toMs: number;
};

/** Times in milliseconds since an arbitrary instant. */
export function span({ id, parent, fromMs, toMs, ...more }: Given, trace = 1): OtlpSpan {
  return {
    traceId: hex(trace, 32),
    spanId: hex(id, 16),
    ...(parent === undefined ? {} : { parentSpanId: hex(parent, 16) }),
    name: `span ${id}`,
    kind: 1,
    startTimeUnixNano: at(fromMs),
    endTimeUnixNano: at(toMs),
    ...more,
  };
}

/** An export request with the spans of several processes. */
export function exportOf(byRole: Record<string, OtlpSpan[]>): OtlpTrace {
  return {
    resourceSpans: Object.entries(byRole).map(([role, spans]) => ({
      resource: { attributes: [attribute('service.name', role)] },
      scopeSpans: [{ scope: { name: 'test' }, spans }],
    })),
  };
}
