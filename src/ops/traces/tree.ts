// Spans in the order of a waterfall: each after its parent, siblings by start.
//
// W1  Each span given comes out exactly once, whatever the parents say: missing, circular, itself, ids twice.

export type Placeable = { spanId: string; parentSpanId: string | undefined; startNs: number };

export type Placed<T> = {
  span: T;
  depth: number;
  parent: T | undefined;
  /** Why a span with a parent id stands at the top all the same. */
  orphan: 'missing' | 'cycle' | undefined;
};

export function placeSpans<T extends Placeable>(spans: readonly T[]): Placed<T>[] {
  const byStart = [...spans].sort((a, b) => a.startNs - b.startNs);
  const byId = new Map<string, T>();
  for (const span of byStart) if (!byId.has(span.spanId)) byId.set(span.spanId, span);

  const parentOf = (span: T): T | undefined => {
    const parent = span.parentSpanId ? byId.get(span.parentSpanId) : undefined;
    return parent === span ? undefined : parent;
  };
  const children = new Map<T, T[]>();
  const tops: T[] = [];
  for (const span of byStart) {
    const parent = parentOf(span);
    if (!parent) {
      tops.push(span);
      continue;
    }
    const siblings = children.get(parent);
    if (siblings) siblings.push(span);
    else children.set(parent, [span]);
  }

  const placed: Placed<T>[] = [];
  const seen = new Set<T>();
  function placeFrom(top: T, orphan: Placed<T>['orphan']): void {
    const stack: Placed<T>[] = [{ span: top, depth: 0, parent: undefined, orphan }];
    for (let next = stack.pop(); next; next = stack.pop()) {
      if (seen.has(next.span)) continue;
      seen.add(next.span);
      placed.push(next);
      const { span, depth } = next;
      for (const child of (children.get(span) ?? []).toReversed()) {
        stack.push({ span: child, depth: depth + 1, parent: span, orphan: undefined });
      }
    }
  }
  for (const top of tops) placeFrom(top, top.parentSpanId ? 'missing' : undefined);
  // What is left hangs in circles; the earliest of each circle stands at the top.
  for (const span of byStart) if (!seen.has(span)) placeFrom(span, 'cycle');
  return placed;
}
