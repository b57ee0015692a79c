/** The hops of one click, read from its trace (OTLP JSON of the local trace store). */

export interface Hop {
  readonly process: string;
  readonly name: string;
  /** After the request's own start. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly waitedMs: number | undefined;
  readonly isError: boolean;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly intValue?: string | number;
    readonly doubleValue?: number;
  };
}
interface OtlpSpan {
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly OtlpAttribute[];
  readonly status?: { readonly code?: number };
}
export interface OtlpTrace {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

function attribute(attributes: readonly OtlpAttribute[] | undefined, key: string): string | undefined {
  const value = attributes?.find((candidate) => candidate.key === key)?.value;
  const found = value?.stringValue ?? value?.intValue ?? value?.doubleValue;
  return found === undefined ? undefined : String(found);
}

const toMs = (nanoseconds: string): number => Number(BigInt(nanoseconds) / 1_000n) / 1_000;

/** All spans of the trace as hops, in the order of their start. */
export function hopsOf(trace: OtlpTrace): Hop[] {
  const spans = trace.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const role = attribute(resource.attributes, 'trunkline.role') ?? '?';
    const instance = attribute(resource.attributes, 'service.instance.id') ?? '';
    return scopeSpans.flatMap((scope) =>
      scope.spans.map((span) => ({ process: `${role}:${instance}`, span })),
    );
  });
  const root = spans.find(({ span }) => span.name.startsWith('POST '));
  const zero = root ? toMs(root.span.startTimeUnixNano) : Number.NaN;
  return spans
    .map(({ process, span }) => {
      const waited = attribute(span.attributes, 'trunkline.wait_ms');
      return {
        process,
        name: span.name,
        startMs: toMs(span.startTimeUnixNano) - zero,
        durationMs: toMs(span.endTimeUnixNano) - toMs(span.startTimeUnixNano),
        waitedMs: waited === undefined ? undefined : Number(waited),
        isError: span.status?.code === 2,
      };
    })
    .sort((a, b) => a.startMs - b.startMs);
}

/** The required hops that the trace does not have; each is a name or its beginning (with a `*`). */
export function missingHops(hops: readonly Hop[], required: readonly string[]): string[] {
  return required.filter(
    (wanted) =>
      !hops.some((hop) =>
        wanted.endsWith('*') ? hop.name.startsWith(wanted.slice(0, -1)) : hop.name === wanted,
      ),
  );
}
