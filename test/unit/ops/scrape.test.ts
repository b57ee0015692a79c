// A scrape of processes that answer when the test says so.

import { describe, expect, it } from 'vitest';
import type { ParentMessage } from '../../../src/engine/process.ts';
import type { Child } from '../../../src/ops/supervisor/child.ts';
import { roleNamed } from '../../../src/ops/supervisor/roles.ts';
import { createScrape } from '../../../src/ops/supervisor/scrape.ts';
import type { Slot } from '../../../src/ops/supervisor/slot.ts';

const LIMIT_MS = 30;

/** A process that is ready, and the questions it was asked. */
function createAsked(): { slot: Slot; questions: string[] } {
  const questions: string[] = [];
  const child: Child = {
    pid: 1,
    startedAtMs: performance.now(),
    ready: Promise.resolve(),
    exited: new Promise(() => undefined),
    isReady: () => true,
    lastHeardMs: () => performance.now(),
    forgive: () => undefined,
    send(message: ParentMessage) {
      if (message.type === 'metrics?') questions.push(message.id);
    },
    stop: () => Promise.resolve(),
    kill: () => undefined,
  };
  const slot: Slot = {
    role: roleNamed('api'),
    index: 1,
    state: () => 'ready',
    current: () => child,
    restarts: () => 2,
    endedAtMs: () => 1_700_000_000_000,
    ready: () => Promise.resolve(),
    replace: () => Promise.resolve(),
    check: () => undefined,
    stop: () => Promise.resolve(),
  };
  return { slot, questions };
}

const jobs = (count: number) => `# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total ${count}\n`;
const ageOf = (text: string): number =>
  Number(/^trunkline_process_answer_age_seconds\{.*\} (.*)$/m.exec(text)?.[1] ?? Number.NaN);

describe('a scrape', () => {
  it('tells what a process says, whether it is up, and how often it was started again', async () => {
    const { slot, questions } = createAsked();
    const scrape = createScrape(() => [slot], 10_000);
    const collecting = scrape.collect();
    scrape.heard(questions[0] ?? '', jobs(3));
    const text = await collecting;
    expect(text).toContain('jobs_total{role="api",index="1"} 3');
    expect(text).toContain('trunkline_process_up{role="api",index="1"} 1');
    expect(text).toContain('trunkline_process_restarts_total{role="api",index="1"} 2');
    expect(text).toContain('trunkline_process_ended_timestamp_seconds{role="api",index="1"} 1700000000');
    expect(ageOf(text)).toBe(0);
  });

  it('is answered when a process is not: what it said last stands in, with its age', async () => {
    const { slot, questions } = createAsked();
    const scrape = createScrape(() => [slot], LIMIT_MS);
    const first = scrape.collect();
    scrape.heard(questions[0] ?? '', jobs(3));
    await first;
    const text = await scrape.collect();
    expect(text).toContain('jobs_total{role="api",index="1"} 3');
    expect(ageOf(text)).toBeGreaterThan(0);
  });

  it('is answered when a process never was', async () => {
    const { slot } = createAsked();
    const text = await createScrape(() => [slot], LIMIT_MS).collect();
    expect(text).toContain('trunkline_process_up{role="api",index="1"} 1');
    expect(ageOf(text)).toBeGreaterThan(0);
    expect(text).not.toContain('jobs_total');
  });

  it('shares its questions with others at the same time, and asks anew later', async () => {
    const { slot, questions } = createAsked();
    const scrape = createScrape(() => [slot], LIMIT_MS);
    const both = Promise.all([scrape.collect(), scrape.collect()]);
    expect(questions).toHaveLength(1);
    scrape.heard(questions[0] ?? '', jobs(1));
    await both;
    await scrape.collect();
    expect(questions).toHaveLength(2);
  });
});
