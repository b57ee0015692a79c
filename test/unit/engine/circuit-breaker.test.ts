import { describe, expect, it } from 'vitest';
import { createBreaker } from '../../../src/engine/circuit-breaker.ts';

const policy = { threshold: 3, openMs: 1_000, maxOpenMs: 4_000, probeMs: 10_000 };

function broken() {
  const breaker = createBreaker(policy);
  for (let count = 0; count < policy.threshold; count++) breaker.failed(0, 1);
  return breaker;
}

describe('the circuit breaker', () => {
  it('lets calls pass until the provider failed so many times in a row', () => {
    const breaker = createBreaker(policy);
    breaker.failed(0, 1);
    breaker.failed(0, 1);
    breaker.succeeded();
    breaker.failed(0, 1);
    breaker.failed(0, 1);
    expect(breaker.waitMs(0)).toBe(0);
    breaker.failed(0, 1);
    expect(breaker.state(0)).toBe('open');
    expect(breaker.waitMs(400)).toBe(600);
  });

  it('lets one call pass as a probe when the time is up, and the others wait for it', () => {
    const breaker = broken();
    expect(breaker.waitMs(1_000)).toBe(0);
    expect(breaker.waitMs(1_000)).toBeGreaterThan(0);
    breaker.succeeded();
    expect(breaker.waitMs(1_001)).toBe(0);
    expect(breaker.waitMs(1_001)).toBe(0);
  });

  it('opens again, for longer each time, while probes fail', () => {
    const breaker = broken();
    let nowMs = 1_000;
    for (const openMs of [2_000, 4_000, 4_000]) {
      expect(breaker.waitMs(nowMs)).toBe(0);
      breaker.failed(nowMs, 1);
      expect(breaker.waitMs(nowMs)).toBe(openMs);
      nowMs += openMs;
    }
  });

  it('gives up a probe that never reports', () => {
    const breaker = broken();
    expect(breaker.waitMs(1_000)).toBe(0);
    expect(breaker.waitMs(1_000 + policy.probeMs)).toBe(0);
  });

  it('lets the next call probe when one said nothing about the provider', () => {
    const breaker = broken();
    expect(breaker.waitMs(1_000)).toBe(0);
    breaker.neutral();
    expect(breaker.waitMs(1_000)).toBe(0);
  });
});
