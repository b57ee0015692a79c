import { describe, expect, it } from 'vitest';
import { handlerState } from '../../../src/api/journey.ts';
import { journeyOf } from '../../../src/api/queues-page.ts';
import type { GroupProgress } from '../../../src/engine/journey-sql.ts';

const box = (more: Partial<GroupProgress> = {}): GroupProgress => ({
  group: 'notifications',
  paused: false,
  startPosition: 10,
  lastSeq: 4,
  done: [],
  attempts: 0,
  retryAt: null,
  lastError: null,
  halted: false,
  ...more,
});
const later = new Date(8e12);

describe('where a handler is with event 5 at position 50', () => {
  it.each([
    ['waiting', undefined],
    ['waiting', box()],
    ['waiting', box({ lastSeq: null })],
    ['waiting', box({ lastSeq: 2 })],
    ['done', box({ lastSeq: 5 })],
    ['done', box({ lastSeq: 9 })],
    ['done', box({ done: ['mine'], attempts: 2, retryAt: later })],
    ['retrying', box({ attempts: 2, retryAt: later })],
    ['behind', box({ lastSeq: 2, attempts: 2, retryAt: later })],
    ['halted', box({ halted: true })],
    ['behind', box({ lastSeq: 2, halted: true })],
    ['paused', box({ paused: true })],
    ['done', box({ lastSeq: 5, paused: true })],
    ['before_group', box({ startPosition: 50, lastSeq: null })],
  ] as const)('%s: %j', (state, progress) => {
    expect(handlerState({ name: 'mine' }, { seq: 5, position: 50 }, progress, undefined)).toBe(state);
  });

  it('is what became of its dead letter, wherever the cursor stands', () => {
    for (const status of ['dead', 'replayed', 'discarded'] as const) {
      expect(handlerState({ name: 'mine' }, { seq: 5, position: 50 }, box({ lastSeq: 9 }), { status })).toBe(
        status,
      );
    }
  });

  it('is not "before the group" as long as it has no position', () => {
    expect(handlerState({ name: 'mine' }, { seq: 5, position: null }, box(), undefined)).toBe('waiting');
  });
});

describe('a row of Bull Board', () => {
  it.each([
    [{ kind: 'ticket', id: 'a/b', trace: '00-t' }, '/ops/journey?kind=ticket&id=a%2Fb&trace=00-t'],
    [{ delivery: 'd' }, '/ops/journey?delivery=d'],
    [{ timer: 't', trace: '00-t' }, '/ops/journey?timer=t&trace=00-t'],
    [{ schedule: 'nightly', instant: 'x' }, '/ops/journey?kind=schedule&id=nightly'],
    [{}, '/ops/journey?'],
  ])('with %j leads to %s', (data, href) => {
    expect(journeyOf(data)).toBe(href);
  });
});
