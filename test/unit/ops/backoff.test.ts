import { describe, expect, it } from 'vitest';
import { afterExit, noCrashes } from '../../../src/ops/supervisor/backoff.ts';

const crashes = (times: number) => {
  let state = noCrashes;
  for (let i = 0; i < times; i += 1) state = afterExit(state, 50);
  return state;
};

describe('the delay before a process is started again', () => {
  it('is nothing the first time', () => {
    expect(crashes(1)).toEqual({ inARow: 1, delayMs: 0, isLoop: false });
  });

  it('doubles while it keeps crashing, up to ten seconds', () => {
    expect([2, 3, 4].map((times) => crashes(times).delayMs)).toEqual([100, 200, 400]);
    expect(crashes(50).delayMs).toBe(10_000);
  });

  it('is called a crash loop from the fifth on', () => {
    expect([crashes(4).isLoop, crashes(5).isLoop]).toEqual([false, true]);
  });

  it('starts from nothing after a stable life', () => {
    expect(afterExit(crashes(9), 30_000)).toEqual({ inARow: 1, delayMs: 0, isLoop: false });
  });
});
