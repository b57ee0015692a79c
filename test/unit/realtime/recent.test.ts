import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../../../src/engine/log.ts';
import { createRecent } from '../../../src/realtime/recent.ts';

const eventAt = (position: number): LoggedEvent => ({
  id: String(position),
  actorKind: 'ticket',
  actorId: 'x',
  seq: position,
  type: 'ticket.changed',
  version: 1,
  data: { text: 'x'.repeat(position % 50) },
  audience: [],
  by: { kind: 'system', id: 'test' },
  trace: null,
  at: '2026-01-01T00:00:00.000Z',
  position,
});

describe('the buffer of recent events', () => {
  it('answers with exactly the events after an offset, or not at all; within its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 500, max: 20_000 }),
        fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 1, maxLength: 4 }),
        fc.nat(2_500),
        fc.integer({ min: 1, max: 80 }),
        (maxEvents, maxBytes, runs, asked, limit) => {
          const recent = createRecent({ maxEvents, maxBytes });
          let position = 0;
          for (const [index, length] of runs.entries()) {
            // A hole between two runs starts it anew.
            if (index > 0) position += 7;
            for (let count = 0; count < length; count++) recent.push(eventAt(++position));
          }
          const { events, bytes } = recent.size();
          expect(events).toBeLessThanOrEqual(maxEvents);
          expect(bytes).toBeLessThanOrEqual(maxBytes);
          const offset = Math.min(asked, position);
          const answer = recent.after(offset, limit);
          if (offset < position - events || events === 0) {
            expect(answer).toBeUndefined();
          } else {
            const expected = Math.min(limit, position - offset);
            expect(answer?.map((event) => event.position)).toEqual(
              Array.from({ length: expected }, (_, index) => offset + 1 + index),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });
  it('knows nothing after it was cleared', () => {
    const recent = createRecent({ maxEvents: 10, maxBytes: 10_000 });
    recent.push(eventAt(1));
    recent.clear();
    expect(recent.after(0, 10)).toBeUndefined();
    expect(recent.size()).toEqual({ events: 0, bytes: 0 });
  });
});
