import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../../../src/engine/log.ts';
import { createUpcasters } from '../../../src/engine/upcasters.ts';

const event = (type: string, version: number, data: Record<string, unknown>): LoggedEvent => ({
  id: '1',
  actorKind: 'counter',
  actorId: 'c',
  seq: 1,
  type,
  version,
  data,
  audience: [],
  by: { kind: 'user', id: 'u' },
  trace: null,
  at: '2026-01-01T00:00:00.000Z',
  position: 1,
});

describe('L6: an event is read as its newest version', () => {
  const upcast = createUpcasters({
    'counter.added': [
      (data) => ({ amount: data.n }),
      (data) => ({ ...data, unit: data.amount === 1 ? 'piece' : 'pieces' }),
    ],
  });

  it('by every step from its own version on', () => {
    expect(upcast(event('counter.added', 1, { n: 2 }))).toMatchObject({
      version: 3,
      data: { amount: 2, unit: 'pieces' },
    });
    expect(upcast(event('counter.added', 2, { amount: 1 }))).toMatchObject({
      version: 3,
      data: { amount: 1, unit: 'piece' },
    });
  });

  it('and left alone when it is the newest, or of a type without steps', () => {
    const newest = event('counter.added', 3, { amount: 1, unit: 'piece' });
    const other = event('counter.created', 1, {});
    expect(upcast(newest)).toBe(newest);
    expect(upcast(other)).toBe(other);
  });
});
