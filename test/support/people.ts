// The API, the handlers and followers behind it, and the duty that erases, on one database.

import { v7 } from 'uuid';
import { erasuresTask } from '../../src/cron/erasures.ts';
import { createSchedules } from '../../src/cron/schedules.ts';
import type { Committed } from '../../src/engine/committed.ts';
import { transaction } from '../../src/engine/database.ts';
import { startTestApi, type TestApi } from './api.ts';
import { testLogger } from './delivery-parts.ts';
import { type Portal, startPortal } from './portal.ts';
import { waitFor } from './wait.ts';

export interface PeopleBench {
  readonly api: TestApi;
  readonly portal: Portal;
  /** One turn of the duty, as a process that has just taken it or goes on with it. */
  turn(first: boolean, signal?: AbortSignal): Promise<void>;
  /** Turns until the erasure is finished. */
  finished(id: string): Promise<void>;
  /** Tables in whose rows, as text, the pattern is found. */
  tablesWith(pattern: string): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startPeopleBench(): Promise<PeopleBench> {
  let portal: Portal | undefined;
  const early: Committed[] = [];
  const ring = (committed: Committed) => (portal ? portal.ring(committed) : early.push(committed));
  const api = await startTestApi({ ringer: { ring, ringMailboxes: () => undefined } });
  portal = await startPortal(undefined, { url: api.databaseUrl });
  for (const committed of early) portal.ring(committed);
  const { pool } = api;
  const { registry } = createSchedules('Asia/Jakarta');
  const task = erasuresTask({
    pool,
    registry,
    now: () => new Date(),
    newId: () => v7(),
    onCommitted: portal.ring,
    logger: testLogger,
  });
  const turn = (first: boolean, signal = new AbortController().signal) =>
    task.run({ first, signal, inLease: (work) => transaction(pool, work) });
  const { settled, stop } = portal;
  return {
    api,
    portal,
    turn,
    async finished(id) {
      await waitFor(async () => {
        await settled();
        await turn(false);
        const { rows } = await pool.query('select status from erasures where id = $1', [id]);
        return rows[0]?.status === 'finished';
      });
      await settled();
    },
    async tablesWith(pattern) {
      const tables = await pool.query<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
      );
      const found: string[] = [];
      for (const { name } of tables.rows) {
        const { rowCount } = await pool.query(`select from "${name}" t where t::text ~* $1 limit 1`, [
          pattern,
        ]);
        if (rowCount) found.push(name);
      }
      return found;
    },
    async stop() {
      await stop();
      await api.stop();
    },
  };
}
