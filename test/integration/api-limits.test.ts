import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSharedLimit } from '../../src/api/shared-limit.ts';
import { createSignInLimit } from '../../src/api/sign-in-limit.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type Cut, startCut } from '../support/chaos.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

let cut: Cut;
let api: TestApi;
beforeAll(async () => {
  cut = await startCut(Number(new URL(sharedServers().redisUrl).port));
  const redisUrl = new URL(sharedServers().redisUrl);
  redisUrl.port = String(cut.port);
  api = await startTestApi({ redisUrl: redisUrl.href, requestsPerMinute: 60 });
});
afterAll(async () => {
  await api.stop();
  await cut.stop();
});

const guess = (username: string, address: string) =>
  api.anonymous.post('/api/v1/session', { username, password: 'wrong' }, { 'x-forwarded-for': address });

describe('the limits', () => {
  it('stop a user at the end of the allowance, and say when to come back', async () => {
    const client = await api.as('manager');
    let last = await client.get('/api/v1/session');
    expect(last.headers.get('ratelimit-policy')).toBe('"user";q=60;w=60');
    // The window may change once while we count.
    for (let count = 0; count < 130 && last.status === 200; count++)
      last = await client.get('/api/v1/session');
    expect(last).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(last.headers.get('ratelimit')).toMatch(/^"user";r=0;t=\d+$/);
  });

  it('stop guessing from one address, whatever the username, and nobody else', async () => {
    const redis = new Redis(sharedServers().redisUrl, { commandTimeout: 50 });
    await redis.ping();
    const limit = createSignInLimit(redis);
    // Twice the limit and more: what Redis is late for counts by itself.
    const takes = Array.from({ length: 260 }, (_, index) => limit.take(`somebody-${index}`, '10.9.9.9'));
    const refused = (await Promise.allSettled(takes)).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(20);
    await limit.take('somebody-0', '10.9.9.8');
    redis.disconnect();
  });
});

describe.each([
  ['frozen', () => cut.freeze()],
  ['away', () => cut.refuse()],
] as const)('while Redis is %s', (_what, harm) => {
  afterAll(async () => {
    cut.heal();
    await waitFor(async () => (await api.anonymous.get('/readyz')).body.status === 'ready');
  });

  it('people sign in and work, and the limits hold in each process', async () => {
    harm();
    const person = await api.signIn('supervisor');
    const created = await person.post('/api/v1/tickets', { type: 'repair', title: 'Without Redis' });
    expect(created.status).toBe(201);
    const answers = await Promise.all(Array.from({ length: 35 }, () => guess('nobody', '10.8.8.8')));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(5);
    const ready = await api.anonymous.get('/readyz');
    expect(ready).toMatchObject({
      status: 200,
      body: { status: 'degraded', checks: { postgres: { ok: true } } },
    });
  });
});

describe('a limit that processes share', () => {
  it('counts what the others let through, within a second', async () => {
    const redis = new Redis(sharedServers().redisUrl);
    const options = { name: `test-${Date.now()}`, limit: 10, windowMs: 3_600_000, redis };
    const [one, other] = [createSharedLimit(options), createSharedLimit(options)];
    for (let count = 0; count < 9; count++) expect(one.take('somebody').allowed).toBe(true);
    await waitFor(() => {
      const { remaining } = other.take('somebody');
      return remaining === 0;
    });
    expect(other.take('somebody').allowed).toBe(false);
    one.stop();
    other.stop();
    redis.disconnect();
  });
});
