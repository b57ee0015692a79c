import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBucket } from '../../../src/engine/bucket.ts';
import { createMailboxQueue, type Doorbell, type Pace } from '../../../src/engine/mailbox-waiting.ts';

const bell = (id: string, more: Partial<Doorbell> = {}): Omit<Doorbell, 'resolve' | 'reject'> => ({
  key: id,
  actor: { kind: 'counter', id },
  sweep: false,
  leftNoResult: false,
  ...more,
});
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs that end when the test says so. */
function createStage(
  options: { maxBatch?: number; maxShared?: number; maxAlone?: number; pace?: Pace } = {},
) {
  const shared: { bells: readonly Doorbell[]; end: (error?: Error) => void }[] = [];
  const alone: { bell: Doorbell; end: () => void }[] = [];
  const queue = createMailboxQueue({
    maxBatch: options.maxBatch ?? 10,
    maxShared: options.maxShared ?? 1,
    maxAlone: options.maxAlone ?? 1,
    ...(options.pace ? { pace: options.pace } : {}),
    runShared: (bells) =>
      new Promise<void>((resolve, reject) => {
        const end = (error?: Error): void => {
          shared.splice(
            shared.findIndex((run) => run.bells === bells),
            1,
          );
          if (error) reject(error);
          else resolve();
        };
        shared.push({ bells, end });
      }),
    runAlone: (one) =>
      new Promise<void>((resolve) => {
        const end = (): void => {
          alone.splice(
            alone.findIndex((run) => run.bell === one),
            1,
          );
          one.resolve();
          resolve();
        };
        alone.push({ bell: one, end });
      }),
  });
  const finish = (run: (typeof shared)[number]): void => {
    for (const one of run.bells) one.resolve();
    run.end();
  };
  return { queue, shared, alone, finish };
}

const keys = (bells: readonly Doorbell[] | undefined): string[] => (bells ?? []).map(({ key }) => key);

describe('doorbells that wait', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('at the same moment share a run; later ones share the next', async () => {
    const { queue, shared, finish } = createStage();
    void queue.wait(bell('a'));
    void queue.wait(bell('b'));
    await nextTurn();
    void queue.wait(bell('c'));
    void queue.wait(bell('d'));
    await nextTurn();
    expect(keys(shared[0]?.bells)).toEqual(['a', 'b']);
    expect(shared).toHaveLength(1);
    finish(shared[0] as (typeof shared)[number]);
    await nextTurn();
    await nextTurn();
    expect(keys(shared[0]?.bells)).toEqual(['c', 'd']);
  });

  it('of one actor are one, and insist when either does', async () => {
    const { queue, shared, finish } = createStage();
    const both = [queue.wait(bell('a', { sweep: true })), queue.wait(bell('a'))];
    await nextTurn();
    expect(shared[0]?.bells).toHaveLength(1);
    expect(shared[0]?.bells[0]?.sweep).toBe(false);
    finish(shared[0] as (typeof shared)[number]);
    await Promise.all(both);
  });

  it('run alone when their last run left no result', async () => {
    const { queue, shared, alone } = createStage();
    void queue.wait(bell('a', { leftNoResult: true }));
    void queue.wait(bell('b'));
    await nextTurn();
    expect(keys(shared[0]?.bells)).toEqual(['b']);
    expect(alone.map((run) => run.bell.key)).toEqual(['a']);
  });

  it('fail with their shared run, and do not stop the next one', async () => {
    const { queue, shared } = createStage();
    const failed = queue.wait(bell('a'));
    await nextTurn();
    shared[0]?.end(new Error('no database'));
    await expect(failed).rejects.toThrow('no database');
    void queue.wait(bell('a'));
    await nextTurn();
    expect(keys(shared[0]?.bells)).toEqual(['a']);
  });

  it('start at once after a quiet moment, then share a run by and by, unless enough of them wait', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
    const pace = { bucket: createBucket(20, 2, () => performance.now()), enough: 4 };
    const { queue, shared } = createStage({ maxShared: 9, pace });
    const ring = async (id: string): Promise<void> => {
      void queue.wait(bell(id));
      await nextTurn();
    };
    for (const id of ['a', 'b', 'c']) await ring(id);
    expect(shared.map((run) => keys(run.bells))).toEqual([['a'], ['b']]);
    await ring('d');
    vi.advanceTimersByTime(49);
    expect(shared).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(keys(shared[2]?.bells)).toEqual(['c', 'd']);
    for (const id of ['e', 'f', 'g']) await ring(id);
    expect(shared).toHaveLength(3);
    await ring('h');
    expect(keys(shared[3]?.bells)).toEqual(['e', 'f', 'g', 'h']);
  });

  it('are never in two runs, never more than the lanes hold, and all end, whatever comes in whatever order', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('ring' as const),
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        leftNoResult: fc.boolean(),
      }),
      fc.record({ do: fc.constant('finish' as const), at: fc.nat(3) }),
      fc.record({ do: fc.constant('aside' as const), at: fc.nat(3) }),
      fc.record({ do: fc.constant('alone' as const), at: fc.nat(3) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const stage = createStage({ maxBatch: 3, maxShared: 2, maxAlone: 2 });
        const ends: Promise<void>[] = [];
        const endShared = (at: number, aside: boolean): void => {
          const run = stage.shared[at % Math.max(1, stage.shared.length)];
          if (!run) return;
          for (const [index, one] of run.bells.entries()) {
            if (aside && index === 0) stage.queue.setAside(one);
            else one.resolve();
          }
          run.end();
        };
        const check = (): void => {
          const inRun = [
            ...stage.shared.flatMap((run) => keys(run.bells)),
            ...stage.alone.map((run) => run.bell.key),
          ];
          expect(new Set(inRun).size).toBe(inRun.length);
          expect(stage.shared.length).toBeLessThanOrEqual(2);
          expect(stage.alone.length).toBeLessThanOrEqual(2);
          for (const run of stage.shared) expect(run.bells.length).toBeLessThanOrEqual(3);
        };
        for (const one of steps) {
          if (one.do === 'ring')
            ends.push(stage.queue.wait(bell(one.id, { leftNoResult: one.leftNoResult })));
          if (one.do === 'finish') endShared(one.at, false);
          if (one.do === 'aside') endShared(one.at, true);
          if (one.do === 'alone') stage.alone[one.at % Math.max(1, stage.alone.length)]?.end();
          await nextTurn();
          check();
        }
        let open = ends.length;
        for (const end of ends) void end.then(() => open--);
        while (open > 0) {
          endShared(0, false);
          stage.alone[0]?.end();
          await nextTurn();
          check();
        }
      }),
      { numRuns: 150 },
    );
  });
});
