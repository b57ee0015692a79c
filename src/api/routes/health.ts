/** Whether the process lives, and whether what it needs is there. For machines; no limits, no sign-in. */
import { healthSchema, readySchema } from '../../contracts/operations.ts';
import { answerMetrics } from '../../engine/metric-formats.ts';
import type { Api } from '../api.ts';
import { defineRoute, type Route } from '../route.ts';

const tag = 'Health';
const CHECK_LIMIT_MS = 1_000;

export const healthRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/health',
    tag,
    summary: 'The process answers',
    access: 'public',
    answers: { 200: { description: 'It does', schema: healthSchema } },
    handle: () => ({ status: 200, body: { status: 'OK', uptime: process.uptime() } }),
  }),
  defineRoute({
    method: 'get',
    path: '/livez',
    tag,
    summary: 'The process answers; restart it when it does not',
    access: 'public',
    answers: { 200: { description: 'It does', schema: healthSchema } },
    handle: () => ({ status: 200, body: { status: 'OK', uptime: process.uptime() } }),
  }),
  defineRoute({
    method: 'get',
    path: '/readyz',
    tag,
    summary: 'Whether requests can be answered; without Redis they can, only what follows is slower',
    access: 'public',
    answers: {
      200: { description: 'Ready, or degraded', schema: readySchema },
      503: { description: 'PostgreSQL is away', schema: readySchema },
    },
    handle: async (_call, api) => {
      const [postgres, redis] = await Promise.all([
        check(() => api.pool.query('select 1')),
        check(() => pingRedis(api)),
      ]);
      const status = !postgres.ok ? 'not_ready' : redis.ok ? 'ready' : 'degraded';
      return { status: postgres.ok ? 200 : 503, body: { status, checks: { postgres, redis } } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/metrics',
    tag,
    summary: 'Metrics of all processes, for Prometheus',
    access: 'public',
    answers: {
      200: {
        description: 'Text format of Prometheus; OpenMetrics, with exemplars, to those who accept it',
        type: 'text/plain',
      },
    },
    handle: async ({ header }, api) => {
      const { type, text } = answerMetrics(await api.metrics(), header('accept'));
      return { status: 200, headers: { 'Content-Type': type, Vary: 'Accept' }, text };
    },
  }),
];

async function pingRedis({ redis }: Api): Promise<void> {
  if (!redis) throw new Error('no Redis is set');
  await redis.ping();
}

async function check(ask: () => Promise<unknown>) {
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_LIMIT_MS} ms`)), CHECK_LIMIT_MS);
  });
  const tookMs = (): number => Math.round((performance.now() - startedAt) * 10) / 10;
  try {
    await Promise.race([ask(), limit]);
    return { ok: true, tookMs: tookMs() };
  } catch {
    // Why it is away is in the log of whoever noticed; addresses and users of servers are nobody's business here.
    return { ok: false, tookMs: tookMs(), error: 'away' };
  } finally {
    clearTimeout(timer);
  }
}
