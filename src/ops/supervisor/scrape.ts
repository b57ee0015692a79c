// One scrape of the whole platform: every process is asked at once and has a second to answer.
//
// What holds:
// - A scrape is always answered. What a busy process said last stands in for it, and its age is told.
// - Scrapes at the same time share one round of questions.

import { randomUUID } from 'node:crypto';
import { metricText } from '../../engine/metric-text.ts';
import type { Child } from './child.ts';
import { mergeMetrics, type Source } from './metrics.ts';
import type { Slot } from './slot.ts';

const ANSWER_LIMIT_MS = 1_000;

export type Scrape = {
  /** All processes, as each tells it (metric-formats.ts). */
  collect(): Promise<string>;
  /** A process has answered. */
  heard(id: string, text: string): void;
};

type Answer = { readonly text: string; readonly atMs: number };

export function createScrape(slots: () => readonly Slot[], limitMs = ANSWER_LIMIT_MS): Scrape {
  const asked = new Map<string, (text: string) => void>();
  const last = new WeakMap<Child, Answer>();
  let running: Promise<string> | undefined;

  async function ask(child: Child): Promise<void> {
    const id = randomUUID();
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, limitMs);
      asked.set(id, (text) => {
        last.set(child, { text, atMs: performance.now() });
        clearTimeout(limit);
        resolve();
      });
      child.send({ type: 'metrics?', id });
    });
    asked.delete(id);
  }

  async function sourceOf(slot: Slot): Promise<Source> {
    const child = slot.current();
    const startedMs = performance.now();
    if (child?.isReady()) await ask(child);
    const answer = child && last.get(child);
    const isFresh = answer !== undefined && answer.atMs >= startedMs;
    const sinceMs = isFresh || !child ? 0 : performance.now() - (answer?.atMs ?? child.startedAtMs);
    const up = slot.state() === 'ready' ? 1 : 0;
    const endedAtMs = slot.endedAtMs();
    return {
      role: slot.role.name,
      index: slot.index,
      ageMs: sinceMs,
      text: [
        answer?.text ?? '',
        metricText('processUp', [[{}, up]]),
        metricText('processAnswerAge', child ? [[{}, Math.round(sinceMs) / 1_000]] : []),
        metricText('processRestarts', [[{}, slot.restarts()]]),
        metricText('processEnded', endedAtMs === undefined ? [] : [[{}, Math.round(endedAtMs) / 1_000]]),
      ].join(''),
    };
  }

  return {
    collect() {
      running ??= Promise.all(slots().map(sourceOf))
        .then(mergeMetrics)
        .finally(() => {
          running = undefined;
        });
      return running;
    },
    heard: (id, text) => asked.get(id)?.(text),
  };
}
