import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../../../src/engine/log.ts';
import { BULK_STEP, bulkSteps } from '../../../src/handlers/business/bulk.ts';

const event = { id: 'e', actorId: 'job', data: { tried: 100, total: 150 } } as unknown as LoggedEvent;
const items = Array.from({ length: 50 }, (_, index) => ({ index: 100 + index, itemId: `t${index}` }));
const step = {
  command: { type: 'edit', fields: { priority: 'high' } },
  onBehalf: { kind: 'user', id: 'u' },
  running: true,
  owner: { role: 'supervisor', changes: null },
  items,
} as const;
const effectsOf = (given: object) =>
  bulkSteps.handle(event, new Map([['e', { ...step, ...given }]]), { now: '', newId: () => '' });

describe('a step of a bulk job', () => {
  it('asks for the advance first, so that the next step is rung before the tickets of this one', () => {
    const [first, ...rest] = effectsOf({});
    expect(first).toMatchObject({
      actor: { kind: 'bulk' },
      command: { type: 'advance', from: 100, to: 150 },
    });
    expect(rest).toHaveLength(50);
    expect(rest[0]).toMatchObject({
      actor: { kind: 'ticket', id: 't0' },
      by: step.onBehalf,
      result: { table: 'bulk_items', key: { bulk_id: 'job', index: 100 } },
    });
    expect(BULK_STEP).toBe(100);
  });

  it('does nothing for a job that has ended, and cancels one whose owner lost the right', () => {
    expect(effectsOf({ running: false })).toEqual([]);
    const withdrawn = { granted: [], withdrawn: ['tickets.edit'] };
    for (const owner of [
      null,
      { role: 'technician', changes: null },
      { role: 'supervisor', changes: withdrawn },
    ]) {
      expect(effectsOf({ owner })).toEqual([
        expect.objectContaining({ command: { type: 'cancel', why: 'rights' } }),
      ]);
    }
  });

  it('gives each customer a note of its own', () => {
    let ids = 0;
    const command = { type: 'suspend', reason: 'overdue', note: 'Since October' } as const;
    const [, ...given] = bulkSteps.handle(event, new Map([['e', { ...step, command }]]), {
      now: '',
      newId: () => `n${++ids}`,
    });
    expect(given.slice(0, 2)).toMatchObject([
      {
        actor: { kind: 'customer', id: 't0' },
        command: { type: 'suspend', note: { id: 'n1', text: 'Since October' } },
      },
      { actor: { kind: 'customer', id: 't1' }, command: { note: { id: 'n2' } } },
    ]);
  });
});
