import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { insist } from '../../../web/src/kit/insist.ts';

describe('what a page cannot go on without', () => {
  const window = new EventTarget();
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
    vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is asked for until it comes, less and less often, and at once when the browser is back on line', async () => {
    let asked = 0;
    const got = insist(async () => {
      asked += 1;
      if (asked < 5) throw new Error('away');
      return 'it';
    });
    await vi.advanceTimersByTimeAsync(499);
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toBe(2);
    await vi.advanceTimersByTimeAsync(999);
    expect(asked).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toBe(3);
    for (let again = 4; again <= 5; again++) {
      window.dispatchEvent(new Event('online'));
      await vi.advanceTimersByTimeAsync(0);
      expect(asked).toBe(again);
    }
    expect(await got).toBe('it');
    expect(vi.getTimerCount()).toBe(0);
  });
});
