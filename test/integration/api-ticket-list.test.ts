import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  api = await startTestApi();
  // 250 tickets of the list: every third has no technician, due times an hour apart around now.
  const rows = Array.from({ length: 250 }, (_, index) => ({
    id: uuid(),
    number: `L-${String(index).padStart(6, '0')}`,
    status: index % 5 === 0 ? 'completed' : index % 3 === 0 ? 'open' : 'assigned',
    zone: ['north', 'south', 'west'][index % 3],
    technician_id: index % 3 === 0 ? null : api.people[index % 2 ? 'technician' : 'technician2'].technicianId,
    customer_id: index < 10 ? api.people.customer.customerId : null,
    sla_due_at: new Date(Date.now() + (index - 50) * HOUR_MS + HOUR_MS / 2).toISOString(),
    created_at: new Date(Date.now() - index * 1_000).toISOString(),
  }));
  await api.pool.query(
    `insert into tickets (id, seq, version, number, type, priority, status, title, zone, technician_id, customer_id,
        sla_due_at, created_by, created_at, updated_at)
      select id, 1, 1, number, 'repair', 'normal', status, 'Listed', zone, technician_id, customer_id, sla_due_at,
        '{"kind":"system","id":"test"}', created_at, created_at
      from jsonb_to_recordset($1::jsonb) r(id text, number text, status text, zone text, technician_id text,
        customer_id text, sla_due_at timestamptz, created_at timestamptz)`,
    [JSON.stringify(rows)],
  );
});
afterAll(() => api.stop());

const list = async (query: string, who: 'supervisor' | 'technician' | 'customer' = 'supervisor') =>
  (await (await api.as(who)).get(`/api/v1/tickets?${query}`)).body;
const count = async (query: string, who: 'supervisor' | 'technician' | 'customer' = 'supervisor') =>
  (await (await api.as(who)).get(`/api/v1/tickets/count?${query}`)).body.total;

describe('the list of tickets', () => {
  it('is entered anywhere, with the rows that paging leads to', async () => {
    for (const sort of ['-createdAt', 'slaDueAt', '-number']) {
      const paged: string[] = [];
      let cursor = '';
      for (let page = 0; page < 3; page++) {
        const { data, page: next } = await list(`sort=${sort}&limit=100${cursor}`);
        paged.push(...data.map(({ number }: { number: string }) => number));
        cursor = `&cursor=${next.next}`;
      }
      const jumped = await list(`sort=${sort}&limit=100&offset=200`);
      expect(jumped.data.map(({ number }: { number: string }) => number)).toEqual(paged.slice(200));
      expect(jumped.page.next).toBeNull();
      expect((await list(`sort=${sort}&offset=250`)).data).toEqual([]);
    }
  });

  it.each([
    '',
    'status=open',
    'zone=north,west',
    'technicianId=nobody',
    'q=listed&status=completed',
    'due=overdue',
  ])('says how many there are: %s', async (query) => {
    const all: unknown[] = [];
    for (const offset of [0, 200]) all.push(...(await list(`${query}&limit=200&offset=${offset}`)).data);
    expect(await count(query)).toBe(all.length);
    expect(all.length).toBeGreaterThan(0);
  });

  it('takes several values of each filter', async () => {
    const { technicianId } = api.people.technician;
    expect(await count('zone=north,south')).toBe((await count('zone=north')) + (await count('zone=south')));
    expect(await count(`technicianId=${technicianId},nobody`)).toBe(
      (await count(`technicianId=${technicianId}`)) + (await count('technicianId=nobody')),
    );
    const { data } = await list('technicianId=nobody&limit=200');
    expect(new Set(data.map((row: { technicianId: unknown }) => row.technicianId))).toEqual(new Set([null]));
  });

  it('finds what is overdue and what soon will be, among open tickets', async () => {
    // Half hours from 49.5 h ago on, a fifth of them completed.
    expect(await count('due=overdue')).toBe(40);
    expect(await count('due=4h')).toBe(3);
    expect(await count('due=overdue,4h')).toBe(43);
    expect(await count('due=4h,8h')).toBe(await count('due=8h'));
  });

  it('finds what was created, or completed, on days as the portal counts them', async () => {
    await api.pool.query(
      `update tickets set created_at = '2026-02-28T16:59:59Z', completed_at = '2026-02-28T17:00:00Z'
        where number = 'L-000000'`,
    );
    expect(await count('created=2026-02-28..2026-02-28')).toBe(1);
    expect(await count('created=2026-03-01..2026-03-31')).toBe(0);
    expect(await count('completed=2026-03-01..2026-03-01&status=completed')).toBe(1);
    expect(await count('completed=2026-02-01..2026-02-28')).toBe(0);
  });

  it('tells a customer neither by filter nor by number what is the staff’s to know', async () => {
    expect(await count('', 'customer')).toBe(10);
    expect(await count('due=72h', 'customer')).toBe(10);
    expect((await list('due=72h&limit=200', 'customer')).data).toHaveLength(10);
    expect(await count('', 'technician')).toBeLessThan(await count(''));
  });

  it.each([
    'offset=-1',
    'offset=x',
    'offset=1000000',
    'due=soon',
    'created=2026-03-02..2026-03-01',
    'completed=2026-02-30..2026-03-01',
    'created=2026-03-01',
    'technicianId=everybody',
    'zone=north,%20',
  ])('refuses %s', async (query) => {
    const supervisor = await api.as('supervisor');
    expect((await supervisor.get(`/api/v1/tickets?${query}`)).status).toBe(400);
  });
});
