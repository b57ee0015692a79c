/** The whole chain while a reader holds a snapshot open for a minute, ÷ the chain without (before and after). */
import pg from 'pg';
import { waitFor } from '../../test/support/wait.ts';
import type { Bench } from '../lib/bench.ts';
import { chainIsDone } from '../lib/chain.ts';
import { closedLoop } from '../lib/closed-loop.ts';
import type { Figure } from '../lib/figure.ts';
import { round } from '../lib/stats.ts';

const TARGET = 0.9;

export async function snapshot(bench: Bench): Promise<Figure[]> {
  const { platform } = bench;
  const chain = async (seconds: number): Promise<number> => {
    const startedAt = performance.now();
    const { count } = await closedLoop({
      url: `${platform.apiUrl}/api/v1/tickets`,
      headers: bench.headers,
      connections: 16,
      seconds,
      idempotent: true,
    });
    await waitFor(() => chainIsDone(platform), { deadlineMs: 120_000, everyMs: 20 });
    return count / ((performance.now() - startedAt) / 1_000);
  };
  const before = await chain(20);
  const reader = new pg.Client({ connectionString: platform.databaseUrl });
  await reader.connect();
  await reader.query('begin isolation level repeatable read');
  await reader.query('select count(*) from events');
  const held = await chain(60);
  await reader.query('rollback');
  await reader.end();
  const after = await chain(20);
  const without = (before + after) / 2;
  const ratio = round(held / without);
  return [
    {
      name: 'chain with a snapshot held for a minute',
      unit: 'clicks/s',
      ours: round(held, 0),
      reference: round(without, 0),
      ratio,
      target: `>= ${TARGET}`,
      reached: ratio >= TARGET,
    },
  ];
}
