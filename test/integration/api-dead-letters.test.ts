// Dead letters through the API: found by what they say, run again or given up, one or many.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { searchDeadLetters } from '../../src/api/dead-letter-search.ts';
import { type Answer, startTestApi, type TestApi } from '../support/api.ts';

const PATH = '/api/v1/dead-letters';
/** Of a handler that any event satisfies: it has no effect for this type. */
const HANDLER = 'business.lockout';
let api: TestApi;
let ticketId: string;

beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.pool.query('truncate dead_letters');
  const service = await api.as('customer_service');
  const made = await service.post('/api/v1/tickets', {
    type: 'repair',
    title: 'Red LAMP on the modem',
    customerId: api.people.customer.customerId,
  });
  ticketId = made.body.id;
});
afterAll(() => api.stop());

interface Buried {
  readonly handler?: string;
  readonly error?: string;
  readonly status?: string;
  readonly actorId?: string;
  readonly ageHours?: number;
}

/** One letter for the newest event of an actor, which is another one each time. */
async function bury({
  handler = HANDLER,
  error = 'TypeError: no',
  status = 'dead',
  ageHours = 0,
  actorId = ticketId,
}: Buried = {}): Promise<string> {
  const { rows } = await api.pool.query<{ id: string }>(
    `insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, error, attempts, status, at)
     select 'business', $1, e.id, e.actor_kind, e.actor_id, $2, 5, $3, now() - $4 * interval '1 h'
       from events e where e.actor_id = $5
        and not exists (select from dead_letters d where d.event_id = e.id and d.handler = $1)
      order by e.id desc limit 1 returning id`,
    [handler, error, status, ageHours, actorId],
  );
  return String(rows[0]?.id);
}

const ids = ({ body }: Answer): string[] => body.data.map((row: { id: string }) => row.id);
const find = async (query: string, who: 'admin' = 'admin'): Promise<string[]> => {
  const answer = await (await api.as(who)).get(`${PATH}?${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return ids(answer);
};

describe('dead letters are found', () => {
  it('by words of the event’s data and of the error, in any case', async () => {
    const one = await bury({ error: 'Error: template is MISSING customerName' });
    const other = await bury({ actorId: api.people.admin.id, error: 'timeout' });
    expect(await find('payload=lamp on the')).toEqual([one]);
    expect(await find('payload=Red Lamp&error=missing CUSTOMER')).toEqual([one]);
    expect(await find('payload=lamp&error=timeout')).toEqual([]);
    expect(await find('error=timeout')).toEqual([other]);
    expect(await find('payload=100%25')).toEqual([]);
  });

  it('by type, entity, handler and time', async () => {
    const old = await bury({ ageHours: 30 });
    const user = await bury({ actorId: api.people.admin.id });
    const now = Date.now();
    const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
    expect(await find('type=ticket.created')).toEqual([old]);
    expect(await find(`actorKind=user&actorId=${api.people.admin.id}`)).toEqual([user]);
    expect(await find('handler=no.such')).toEqual([]);
    expect(await find(`since=${hoursAgo(24)}`)).toEqual([user]);
    expect(await find(`until=${hoursAgo(24)}`)).toEqual([old]);
    expect(await find(`since=${hoursAgo(48)}&until=${hoursAgo(24)}&payload=lamp`)).toEqual([old]);
  });

  it('page by page, newest first, none twice and none left out, with words and without', async () => {
    const all: string[] = [];
    for (let age = 4; age >= 0; age--)
      all.unshift(await bury({ handler: `h.${age}`, ageHours: age, error: 'same words' }));
    for (const words of ['', '&error=same words']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const answer: Answer = await (await api.as('admin')).get(`${PATH}?limit=2${words}${cursor}`);
        seen.push(...ids(answer));
        cursor = answer.body.page.next ? `&cursor=${answer.body.page.next}` : '';
      } while (cursor);
      expect(seen).toEqual(all);
    }
  });

  it('where the newest do not say it', async () => {
    const wanted = await bury({ error: 'the needle', ageHours: 500 });
    await api.pool.query(
      `insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, error, attempts, at)
       select 'business', 'h.' || n, e.id, e.actor_kind, e.actor_id, 'hay', 1, now()
         from (select * from events order by id desc limit 1) e, generate_series(1, 10050) n`,
    );
    expect(await find('error=needle')).toEqual([wanted]);
  });

  it('from step to step of the index: an answer that ends in its time says where to go on, and none is lost', async () => {
    // Far apart; and of two neighbours in different steps the one with the smaller id is a moment newer.
    const buried: [id: number, error: string, ageSeconds: number][] = [
      [10, 'old needle', 90],
      [19_999, 'needle', 49],
      [20_000, 'needle', 50],
      [300_000, 'hay', 0],
    ];
    for (const [id, error, age] of buried) {
      await api.pool.query(
        `insert into dead_letters (id, "group", handler, event_id, actor_kind, actor_id, error, attempts, at)
         overriding system value
         select $1::bigint, 'business', 'h.' || $1::bigint, e.id, e.actor_kind, e.actor_id, $2, 1, now() - $3::int * interval '1 s'
           from events e order by e.id desc limit 1`,
        [id, error, age],
      );
    }
    const search = { status: 'dead', error: 'needle' } as const;
    const whole = await searchDeadLetters(api.pool, { ...search, limit: 50 }, true);
    expect(whole.data.map(({ id }) => id)).toEqual(['20000', '19999', '10']);
    expect(whole.page.next).toBeNull();
    const answers: string[][] = [];
    let cursor: string | undefined;
    do {
      const asked = { ...search, limit: 1, ...(cursor === undefined ? {} : { cursor }) };
      const { data, page } = await searchDeadLetters(api.pool, asked, true, 0);
      answers.push(data.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(answers[0]).toEqual([]);
    expect(answers.flat()).toEqual(['20000', '19999', '10']);
  });

  it('no words of data or error are looked for without payloads.view; fewer than three characters are refused', async () => {
    const admin = await api.as('admin');
    const made = await admin.post('/api/v1/tokens', { name: 'm', scopes: ['dead_letters.manage'] });
    const machine = api.withBearer(made.body.token);
    const id = await bury();
    expect(await machine.get(`${PATH}?payload=lamp`)).toMatchObject({ status: 403 });
    expect(await machine.get(`${PATH}?error=type`)).toMatchObject({ status: 403 });
    expect((await machine.get(PATH)).body.data).toMatchObject([{ id, error: null }]);
    expect((await admin.get(`${PATH}?payload=la`)).status).toBe(400);
    expect((await admin.get(`${PATH}?cursor=WyJ4IiwiMSJd`)).body.code).toBe('invalid_cursor');
  });
});

describe('dead letters are resolved', () => {
  const resolve = async (how: 'replay' | 'discard', letters: readonly string[], reason = 'Repaired') =>
    await (await api.as('admin')).post(`${PATH}/${how}`, { ids: letters, reason });

  it('many at once, and what became of each is said', async () => {
    const good = await bury();
    const gone = await bury({ handler: 'no.such.handler', error: 'the first error' });
    const before = await bury({ handler: 'business.sla_timers', status: 'replayed' });
    const answer = await resolve('replay', [good, gone, before, '999999']);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject([
      { id: good, outcome: 'replayed', detail: null },
      { id: gone, outcome: 'no_handler', detail: expect.stringContaining('no such handler') },
      { id: before, outcome: 'resolved', detail: expect.stringContaining('replayed already') },
      { id: '999999', outcome: 'missing' },
    ]);
    const { rows } = await api.pool.query(
      'select id::text, status, error, attempts, reason from dead_letters order by id',
    );
    expect(rows).toMatchObject([
      { id: good, status: 'replayed', reason: 'Repaired' },
      // Nothing of it was touched: why it failed at first can still be read.
      { id: gone, status: 'dead', error: 'the first error', attempts: 5 },
      { id: before, status: 'replayed', reason: null },
    ]);
  });

  it('once, however often and by however many they are asked for', async () => {
    const id = await bury();
    const answers = await Promise.all(Array.from({ length: 5 }, () => resolve('replay', [id])));
    const outcomes = answers.map(({ body }) => body.data[0].outcome).sort();
    expect(outcomes).toEqual(['replayed', 'resolved', 'resolved', 'resolved', 'resolved']);
    const single = await (await api.as('admin')).post(`${PATH}/${id}/replay`, { reason: 'Again' });
    expect(single).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  });

  it('one by one, with a reason, each in the audit log', async () => {
    const admin = await api.as('admin');
    const id = await bury({ handler: 'no.such.handler' });
    const replay = await admin.post(`${PATH}/${id}/replay`, { reason: 'Try' });
    expect(replay).toMatchObject({ status: 409, body: { code: 'wrong_state', allowed: ['discard'] } });
    expect((await admin.post(`${PATH}/${id}/discard`, {})).status).toBe(400);
    expect((await admin.post(`${PATH}/${id}/discard`, { reason: 'Old' })).status).toBe(204);
    expect((await admin.post(`${PATH}/${id}/discard`, { reason: 'Old' })).body.code).toBe('wrong_state');
    expect((await admin.post(`${PATH}/999999/replay`, { reason: 'x' })).status).toBe(404);
    const audit = await admin.get('/api/v1/audit?action=dead_letter.discard&limit=1');
    expect(audit.body.data).toMatchObject([
      { target: id, detail: { reason: 'Old' }, by: { kind: 'user', id: api.people.admin.id } },
    ]);
  });

  it('not without a reason, not twice in one request, not more than 200 at once', async () => {
    const id = await bury();
    expect((await resolve('discard', [id], '')).status).toBe(400);
    expect((await resolve('discard', [id, id])).status).toBe(400);
    expect(
      (
        await resolve(
          'discard',
          Array.from({ length: 201 }, (_, n) => String(n + 1)),
        )
      ).status,
    ).toBe(400);
    expect(await find('')).toEqual([id]);
  });
});
