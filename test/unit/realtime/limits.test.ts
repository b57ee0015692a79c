import { describe, expect, it } from 'vitest';
import { createBucket } from '../../../src/engine/bucket.ts';
import { clampReceipt } from '../../../src/realtime/acks.ts';
import { isSameSite } from '../../../src/realtime/handshake.ts';
import { createGate } from '../../../src/realtime/replay.ts';

describe('a token bucket', () => {
  it('grants the burst, then so many a second', () => {
    let now = 0;
    const bucket = createBucket(10, 20, () => now);
    expect(bucket.take(15)).toBe(15);
    expect(bucket.take(15)).toBe(5);
    expect(bucket.take(1)).toBe(0);
    now = 500;
    expect(bucket.take(9)).toBe(5);
    expect(bucket.isFull()).toBe(false);
    now = 60_000;
    expect(bucket.isFull()).toBe(true);
    expect(bucket.take(100)).toBe(20);
  });
});

describe('the origin of a handshake', () => {
  it.each([
    [undefined, 'portal.example:3002', true],
    ['http://portal.example:3001', 'portal.example:3002', true],
    ['https://PORTAL.example', 'portal.example', true],
    ['http://[::1]:3001', '[::1]:3002', true],
    ['http://evil.example', 'portal.example:3002', false],
    ['http://portal.example.evil.example', 'portal.example', false],
    ['null', 'portal.example', false],
    ['http://portal.example', undefined, false],
  ])('%s asking %s: %s', (origin, host, expected) => {
    expect(isSameSite(origin, host)).toBe(expected);
  });
});

describe('a receipt', () => {
  it('is never before the emit nor after the acknowledgement, whatever the clock of the client says', () => {
    expect(clampReceipt(150, 100, 200)).toBe(150);
    expect(clampReceipt(1, 100, 200)).toBe(100);
    expect(clampReceipt(9e15, 100, 200)).toBe(200);
    expect(clampReceipt(Number.NaN, 100, 200)).toBe(200);
  });
});

describe('the gate of replays that read the log', () => {
  it('lets so many in at once, the others in order, also after a failure', async () => {
    const gate = createGate(2);
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const runs = [0, 1, 2, 3].map((index) =>
      gate(async () => {
        started.push(index);
        await new Promise<void>((resolve) => finish.push(resolve));
        if (index === 0) throw new Error('no');
      }).catch(() => undefined),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    finish[0]?.();
    await runs[0];
    expect(started).toEqual([0, 1, 2]);
    finish[1]?.();
    await runs[1];
    expect(started).toEqual([0, 1, 2, 3]);
    finish[2]?.();
    finish[3]?.();
    await Promise.all(runs);
  });
});
