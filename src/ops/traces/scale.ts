// The time axis of a waterfall. A click is milliseconds of work, but its trace may hold a retry after a minute
// or a timer after hours: long pauses in which nothing ran are folded, so that the work stays visible.
//
// C1  Later is never left of earlier, and everything lies from 0 to 100.

export type Interval = { fromNs: number; toNs: number };

export type Fold = { fromPercent: number; toPercent: number; pauseMs: number };

export type Scale = {
  percent(ns: number): number;
  folds: Fold[];
  /** Where to write a time on the axis; the time is since the start of the trace. */
  ticks: { percent: number; ms: number; anchor: 'start' | 'middle' | 'end' }[];
};

const FOLD_ABOVE_NS = 100e6;
const FOLD_ABOVE_WORK = 3;
const FOLD_PERCENT = 6;
const MAX_FOLDS = 6;

export function createScale(intervals: readonly Interval[]): Scale {
  const busy = mergeIntervals(intervals);
  const first = busy[0]?.fromNs ?? 0;
  const last = busy.at(-1)?.toNs ?? first;
  const workNs = busy.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0);
  const pauses = busy
    .slice(1)
    .map((next, index) => ({ fromNs: busy[index]?.toNs ?? next.fromNs, toNs: next.fromNs }))
    .filter(({ fromNs, toNs }) => toNs - fromNs > Math.max(FOLD_ABOVE_NS, workNs * FOLD_ABOVE_WORK))
    .sort((a, b) => b.toNs - b.fromNs - (a.toNs - a.fromNs))
    .slice(0, MAX_FOLDS)
    .sort((a, b) => a.fromNs - b.fromNs);

  const foldedNs = pauses.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0);
  const openNs = Math.max(1, last - first - foldedNs);
  const openPercent = 100 - pauses.length * FOLD_PERCENT;

  function percent(ns: number): number {
    let open = Math.min(Math.max(ns, first), last) - first;
    let folded = 0;
    for (const { fromNs, toNs } of pauses) {
      if (ns <= fromNs) break;
      const share = Math.min(1, (ns - fromNs) / (toNs - fromNs));
      open -= share * (toNs - fromNs);
      folded += share * FOLD_PERCENT;
    }
    return Math.min(100, Math.max(0, (open / openNs) * openPercent + folded));
  }

  const folds = pauses.map(({ fromNs, toNs }) => ({
    fromPercent: percent(fromNs),
    toPercent: percent(toNs),
    pauseMs: (toNs - fromNs) / 1e6,
  }));
  const tick = (ns: number, anchor: Scale['ticks'][number]['anchor']) => ({
    percent: percent(ns),
    ms: (ns - first) / 1e6,
    anchor,
  });
  const quarter = (last - first) / 4;
  // With folds the ends of each stretch are what can be read; narrow stretches name their start only.
  const ticks =
    pauses.length === 0
      ? [
          tick(first, 'start'),
          ...[1, 2, 3].map((count) => tick(first + count * quarter, 'middle')),
          tick(last, 'end'),
        ]
      : busyStretches(first, last, pauses).flatMap(({ fromNs, toNs }) =>
          percent(toNs) - percent(fromNs) > 16
            ? [tick(fromNs, 'start'), tick(toNs, 'end')]
            : [tick(fromNs, 'start')],
        );
  return { percent, folds, ticks };
}

function busyStretches(first: number, last: number, pauses: readonly Interval[]): Interval[] {
  const starts = [first, ...pauses.map(({ toNs }) => toNs)];
  const ends = [...pauses.map(({ fromNs }) => fromNs), last];
  return starts.map((fromNs, index) => ({ fromNs, toNs: ends[index] ?? last }));
}

function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { fromNs, toNs } of [...intervals].sort((a, b) => a.fromNs - b.fromNs)) {
    const end = Math.max(fromNs, toNs);
    const open = merged.at(-1);
    if (open && fromNs <= open.toNs) open.toNs = Math.max(open.toNs, end);
    else merged.push({ fromNs, toNs: end });
  }
  return merged;
}
