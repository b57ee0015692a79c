/**
 * A page of customers by words, among 100,000: right and wrong ones, phones, codes, words that few and words that all
 * share. Beside it the same page by `ilike` over the same columns, which reads every row.
 */
import type * as z from 'zod/mini';
import { listCustomers } from '../../src/api/customer-reads.ts';
import type { Viewer } from '../../src/authority/viewer.ts';
import type { listCustomersQuery } from '../../src/contracts/customers.ts';
import type { Pool } from '../../src/engine/database.ts';
import { loadManyCustomers } from '../../test/support/many-customers.ts';
import type { Figure } from '../lib/figure.ts';
import { withOwnDatabase } from '../lib/own-database.ts';
import { median, percentile, round } from '../lib/stats.ts';

const CUSTOMERS = 100_000;
const TIMES = 20;
const TARGET_MS = 100;

const searches = [
  'budi',
  'siti rahayu',
  'siti melati',
  'sa',
  'C-012345',
  '0800 0012 345',
  '+62 800 0012345',
  'mail4242@pelanggan.example',
  'jl. kenanga depok',
  'depok',
  'budy',
  'siregr',
  'wijya',
  'kenangga',
  'sitti rahaju',
  'xyzzy',
];

export function search(): Promise<Figure[]> {
  return withOwnDatabase(
    (client) => loadManyCustomers(client, CUSTOMERS),
    ({ pool }) => measure(pool),
  );
}

async function measure(pool: Pool): Promise<Figure[]> {
  const ours: number[] = [];
  const reference: number[] = [];
  for (let time = 0; time <= TIMES; time++) {
    for (const words of searches) {
      const took = await timed(() => byWords(pool, words));
      // The first round fills the caches of both.
      if (time > 0) ours.push(took);
      if (time % 5 === 0) reference.push(await timed(() => everyRow(pool, words)));
    }
  }
  const figure = (
    name: string,
    values: [number, number],
    target: string,
    reached: boolean | null,
  ): Figure => {
    const [mine, theirs] = values.map((value) => round(value, 1)) as [number, number];
    return { name, unit: 'ms', ours: mine, reference: theirs, ratio: round(mine / theirs), target, reached };
  };
  const p95 = percentile(ours, 0.95);
  return [
    figure('customers by words, median', [median(ours), median(reference)], 'printed', null),
    figure(
      'customers by words, p95',
      [p95, percentile(reference, 0.95)],
      `<= ${TARGET_MS} ms`,
      p95 <= TARGET_MS,
    ),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function byWords(pool: Pool, q: string): Promise<unknown> {
  const viewer = { permissions: new Set(['customers.view']) } as unknown as Viewer;
  const query: z.output<typeof listCustomersQuery> = { q, limit: 20 };
  return listCustomers(pool, viewer, query);
}

function everyRow(pool: Pool, q: string): Promise<unknown> {
  return pool.query(
    `select to_jsonb(c) from customers c where c.code ilike $1 or c.name ilike $1 or c.email ilike $1
      or c.phone ilike $1 or c.address::text ilike $1 order by c.code limit 20`,
    [`%${q}%`],
  );
}
