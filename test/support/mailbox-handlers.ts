// Handlers that write down what they did, and fail when told to.

import { pino } from 'pino';
import { anyHandler, type Handler } from '../../src/engine/handler-types.ts';

export const silent = pino({ level: 'silent' });
export const GROUP = 'business';
export const counterTypes = ['counter.created', 'counter.added'];

/** Amounts that make `test.picky` fail: always, while `test_switch` says so, and with its whole process. */
export const POISON = 666;
export const FLAKY = 555;
export const KILLER = 999;

/** Writes down each event once, and adds it up. */
export const recorder: Handler = {
  name: 'test.recorder',
  group: GROUP,
  types: counterTypes,
  attempts: 3,
  onDead: 'continue',
  handle: (event) => [
    {
      effect: 'insert',
      table: 'test_effects',
      row: { actor_id: event.actorId, seq: event.seq, note: 'recorder' },
    },
  ],
};

/** Fails on certain amounts. */
export function picky(more: Partial<Pick<Handler, 'name' | 'attempts' | 'onDead'>> = {}): Handler {
  return anyHandler<boolean>({
    name: 'test.picky',
    group: GROUP,
    types: counterTypes,
    attempts: 3,
    onDead: 'continue',
    load: async (_events, db) => {
      const result = await db.query<{ failing: boolean }>('select failing from test_switch');
      return result.rows[0]?.failing ?? false;
    },
    handle: (event, failing) => {
      if (event.data.amount === POISON) throw new Error('poison');
      if (event.data.amount === FLAKY && failing) throw new Error('flaky');
      if (event.data.amount === KILLER) process.kill(process.pid, 'SIGKILL');
      return [
        {
          effect: 'insert',
          table: 'test_effects',
          row: { actor_id: event.actorId, seq: event.seq, note: 'picky' },
        },
      ];
    },
    ...more,
  });
}
