// Registrations are found by words among very many, by an index.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countRows } from '../../src/api/list.ts';
import { listRegistrations, registrationConditions } from '../../src/api/registration-reads.ts';
import type { Viewer } from '../../src/authority/viewer.ts';
import type { Queryable } from '../../src/engine/database.ts';
import { firstNames, lastNames } from '../../src/ops/demo/words.ts';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';
import { planned } from '../support/plans.ts';

const MANY = 100_000;
/** In one statement: they have five seconds. */
const CHUNK = 5_000;

let api: TestApi;
let desk: Client;

beforeAll(async () => {
  api = await startTestApi();
  desk = await api.as('customer_service');
  await loadMany(api.pool);
}, 60_000);
afterAll(() => api.stop());

/** R-000001 and on, of people with two names, a phone of their own and, two in three of them, an e-mail. */
async function loadMany(db: Queryable): Promise<void> {
  for (let from = 1; from <= MANY; from += CHUNK) await load(db, from);
  await db.query('vacuum analyze registrations');
}

async function load(db: Queryable, from: number): Promise<void> {
  await db.query(
    `insert into registrations (id, seq, version, number, status, name, phone, email, address, package_id,
        preferred_date, preferred_slot, locale, created_at, updated_at)
      select gen_random_uuid()::text, 1, 1, 'R-' || lpad(i::text, 6, '0'), 'pending_verification',
        first[1 + i * 7919 % cardinality(first)] || ' ' || last[1 + i / 7 % cardinality(last)],
        '+62800' || lpad(i::text, 7, '0'), case when i % 3 = 0 then null else 'mail' || i || '@pemohon.example' end,
        '{}', 'none', '2026-01-01', 'morning', 'id', now() - make_interval(secs => ${MANY} - i), now()
      from generate_series($1::int, $2::int) i, (select $3::text[] as first, $4::text[] as last) w`,
    [from, from + CHUNK - 1, firstNames, lastNames],
  );
}

async function anyName(): Promise<string[]> {
  const { rows } = await api.pool.query('select name from registrations where number = $1', ['R-004243']);
  return rows[0].name.split(' ');
}

describe('registrations are found', () => {
  it.each(['R-099999', '099999', '0800 0099 999', '+62 800-0099999', 'mail99998@pemohon.example'])(
    'by number, phone and e-mail however they are written: %s',
    async (words) => {
      const { body } = await desk.get(`/api/v1/registrations?limit=20&q=${encodeURIComponent(words)}`);
      const number = words.startsWith('mail') ? 'R-099998' : 'R-099999';
      expect(body.data.map((found: { number: string }) => found.number)).toEqual([number]);
    },
  );

  it('by parts of names in any order, newest first, and as many as are counted', async () => {
    const [first = '', last = ''] = await anyName();
    const q = encodeURIComponent(`${last.toLowerCase()} ${first.slice(0, 3)}`);
    const { body } = await desk.get(`/api/v1/registrations?limit=200&q=${q}`);
    const { rows } = await api.pool.query(
      'select number from registrations where name ilike $1 and name ilike $2 order by created_at desc',
      [`%${first.slice(0, 3)}%`, `%${last}%`],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(body.data.map(({ number }: { number: string }) => number)).toEqual(
      rows.slice(0, 200).map(({ number }) => number),
    );
    expect((await desk.get(`/api/v1/registrations/count?q=${q}`)).body.total).toBe(rows.length);
  });

  it.each(['%', '\\', '_', '"', '- -', '@', '(', '  a  '])('or not, without harm: %j', async (words) => {
    const answer = await desk.get(`/api/v1/registrations?limit=20&q=${encodeURIComponent(words)}`);
    expect(answer.status).toBe(200);
  });
});

describe(`the search among ${MANY} registrations reads an index`, () => {
  const viewer = { permissions: new Set(['registrations.view']) } as unknown as Viewer;

  it.each(['0800 0004 243', 'R-004243', 'nobody is called so', 'a name'])('for %s', async (given) => {
    const q = given === 'a name' ? (await anyName()).join(' ') : given;
    const plans: string[] = [];
    const db = planned(api.pool, plans);
    await listRegistrations(db, viewer, { q, sort: '-createdAt', limit: 20 });
    await countRows(db, 'registrations r', registrationConditions({ q }));
    const asked = plans.filter((plan) => plan.includes('registrations'));
    expect(asked).toHaveLength(2);
    for (const plan of asked) {
      expect(plan).not.toContain('Seq Scan on registrations');
      expect(plan).toContain('Bitmap Index Scan on registrations_search');
    }
  });
});
