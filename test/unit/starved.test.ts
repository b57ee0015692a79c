import { spawn } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceMs, type Glance, glanceAt } from '../../src/ops/supervisor/starved.ts';
import { killHard, pause } from '../support/chaos.ts';
import { waitFor } from '../support/wait.ts';

/** Glances each half second for `ms` at a process that is given `share` of a processor. */
const counted = (ms: number, isRunnable: boolean, share: number): number => {
  let sum = 0;
  let before: Glance = { atMs: 0, isRunnable, processorMs: 0 };
  for (let atMs = 500; atMs <= ms; atMs += 500) {
    const now = { atMs, isRunnable, processorMs: atMs * share };
    sum += chanceMs(before, now);
    before = now;
  }
  return sum;
};

describe('the silence of a process', () => {
  it('counts whole while it sleeps, is stopped or runs in a loop, and hardly while it gets no processor', () => {
    expect(counted(10_000, false, 0)).toBe(10_000);
    expect(counted(10_000, true, 1)).toBe(10_000);
    expect(counted(10_000, true, 0.5)).toBe(5_000);
    expect(counted(10_000, true, 0.02)).toBeCloseTo(200);
  });

  it('is never more than the time that passed, and never less than nothing', () => {
    const glance = fc.record({ isRunnable: fc.boolean(), processorMs: fc.nat(100) });
    fc.assert(
      fc.property(glance, glance, fc.nat(10_000), (a, b, passedMs) => {
        const processorMs = a.processorMs + b.processorMs;
        const chance = chanceMs({ ...a, atMs: 0 }, { ...b, processorMs, atMs: passedMs });
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(passedMs);
      }),
    );
  });

  it('is read off a real process', async () => {
    const child = spawn(process.execPath, ['-e', 'for (;;);']);
    const pid = child.pid ?? 0;
    try {
      await waitFor(() => glanceAt(pid, 0).processorMs > 50);
      expect(glanceAt(pid, 0).isRunnable).toBe(true);
      pause(pid);
      await waitFor(() => !glanceAt(pid, 0).isRunnable);
    } finally {
      killHard(pid);
    }
    await waitFor(() => glanceAt(pid, 0).processorMs === 0);
  });
});
