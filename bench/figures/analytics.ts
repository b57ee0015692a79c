/**
 * How long work took, over a month, a quarter and a year with 200,000 rounds: from the cache, beside computed anew from
 * every round of the period. Both as the API asks: the version is read each time.
 */
import { Redis } from 'ioredis';
import { createAnswerCache } from '../../src/api/answer-cache.ts';
import { type FigureSource, readFigure } from '../../src/api/figures.ts';
import type { Pool, Queryable } from '../../src/engine/database.ts';
import { addDays } from '../../src/handlers/analytics/period.ts';
import type { Figure } from '../lib/figure.ts';
import { withOwnDatabase } from '../lib/own-database.ts';
import { median, round } from '../lib/stats.ts';

const ROUNDS = 200_000;
const TIMES = 15;
const TO = '2026-11-29';
/** A year's figure from the cache takes at most this share of what it takes to compute. */
const TARGET = 0.5;

export function analytics(): Promise<Figure[]> {
  return withOwnDatabase(load, async ({ pool, redisUrl }) => {
    const redis = new Redis(redisUrl, { commandTimeout: 50 });
    try {
      await redis.ping();
      const figures: Figure[] = [];
      for (const days of [30, 90, 365]) figures.push(await measure(pool, redis, days));
      return figures;
    } finally {
      redis.disconnect();
    }
  });
}

async function measure(pool: Pool, redis: Redis, days: number): Promise<Figure> {
  const period = { from: addDays(TO, 1 - days), to: TO };
  const cached: FigureSource = { pool, answers: createAnswerCache(redis) };
  const computed: FigureSource = { pool, answers: createAnswerCache(undefined) };
  const ours: number[] = [];
  const reference: number[] = [];
  for (let time = 0; time <= TIMES; time++) {
    const [fast, slow] = [await timed(cached), await timed(computed)];
    // The first round fills the caches of both.
    if (time === 0) continue;
    ours.push(fast);
    reference.push(slow);
  }
  const [mine, theirs] = [median(ours), median(reference)];
  const isYear = days === 365;
  return {
    name: `times of ${days} days, from the cache ÷ computed`,
    unit: 'ms',
    ours: round(mine, 1),
    reference: round(theirs, 1),
    ratio: round(mine / theirs),
    target: isYear ? `<= ${TARGET}` : 'printed',
    reached: isYear ? mine / theirs <= TARGET : null,
  };

  async function timed(source: FigureSource): Promise<number> {
    const startedAt = performance.now();
    await readFigure('times', source, period, {});
    return performance.now() - startedAt;
  }
}

async function load(client: Queryable): Promise<void> {
  await client.query(
    `insert into analytics_rounds (ticket_id, round, opened_at, held_ms, started_day, started_priority, response_ms,
        completed_at, completed_day, completed_priority, resolution_ms, reopened)
      select 'bench-' || n, 0, d, 0, d, p, (random() * 36000000)::bigint, d, d, p, (random() * 86400000)::bigint, false
      from (select n, date '${TO}' - n % 365 as d, (array['low', 'normal', 'high', 'critical'])[1 + n % 4] as p
        from generate_series(1, ${ROUNDS}) n) made`,
  );
  await client.query('vacuum analyze analytics_rounds');
}
