import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCustomers } from '../../src/api/customer-reads.ts';
import type { Viewer } from '../../src/authority/viewer.ts';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';
import { loadManyCustomers } from '../support/many-customers.ts';
import { planned } from '../support/plans.ts';

let api: TestApi;
let desk: Client;

beforeAll(async () => {
  api = await startTestApi();
  desk = await api.as('customer_service');
  await loadManyCustomers(api.pool, 6_000);
});
afterAll(() => api.stop());

type Found = { readonly code: string; readonly name: string };

async function find(words: string, client = desk): Promise<readonly Found[]> {
  const answer = await client.get(`/api/v1/customers?limit=20&q=${encodeURIComponent(words)}`);
  expect(answer.status).toBe(200);
  return answer.body.data;
}

async function register(fields: object): Promise<string> {
  const made = await desk.post('/api/v1/customers', { zone: 'north', ...fields });
  expect(made.status).toBe(201);
  return made.body.code;
}

describe('customers are found', () => {
  it.each([
    'C-004242',
    '004242',
    '0800 0004 242',
    '+62 800-0004242',
    '628000004242',
    'mail4242@pelanggan.example',
  ])('by code, phone and e-mail however they are written: %s', async (words) => {
    expect((await find(words)).map(({ code }) => code)).toEqual(['C-004242']);
  });

  it('by words of name and address in any order, those in the name first', async () => {
    const street = { street: 'Jl. Zamrud No. 7', kelurahan: 'Kukusan', kecamatan: 'Beji' };
    const address = { ...street, city: 'Depok', postalCode: '16421' };
    const living = await register({ name: 'Ayu Lestari', address });
    const named = await register({ name: 'Zamrud Pratama' });
    expect((await find('zamrud')).map(({ code }) => code)).toEqual([named, living]);
    expect((await find('depok zamrud ayu')).map(({ code }) => code)).toEqual([living]);
    expect(await find('zamrud bogor')).toEqual([]);
  });

  it.each([
    ['siregr', 'Siregar'],
    ['wijya', 'Wijaya'],
    ['nugrho', 'Nugroho'],
    ['ratxa', 'Ratna'],
  ])('with a typing error: %s for %s', async (typed, meant) => {
    const found = await find(typed);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ name }) => !name.includes(meant))).toEqual([]);
  });

  it('by the serial of their equipment', async () => {
    const code = await register({ name: 'Serial Owner' });
    const [{ id }] = (await desk.get(`/api/v1/customers?q=${code}`)).body.data;
    await desk.post(`/api/v1/customers/${id}/equipment`, { serial: 'HWTC-88AB12', kind: 'ont' });
    expect((await find('hwtc-88ab')).map((found) => found.code)).toEqual([code]);
  });

  it('page by page, each once, in the order of what fits', async () => {
    const codes: string[] = [];
    let cursor = '';
    do {
      const { body } = await desk.get(`/api/v1/customers?q=siregar&limit=50${cursor}`);
      codes.push(...body.data.map(({ code }: Found) => code));
      cursor = body.page.next ? `&cursor=${encodeURIComponent(body.page.next)}` : '';
    } while (cursor !== '');
    const { rows } = await api.pool.query(
      `select count(*)::int as all from customers where name ilike '%siregar%'`,
    );
    expect(codes).toHaveLength(rows[0]?.all);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each(['%', '\\', '_', '"', '- -', '@', '(', '  a  '])('or not, without harm: %j', async (words) => {
    await find(words);
  });

  it('by those only who may see them', async () => {
    const own = api.people.customer.customerId as string;
    const customer = await api.as('customer');
    const [{ name }] = (await customer.get('/api/v1/customers')).body.data;
    expect(await find(name, customer)).toMatchObject([{ id: own }]);
    expect(await find('siregar', customer)).toEqual([]);
    expect(await find('siregar', await api.as('technician'))).toEqual([]);
  });
});

describe('the search reads an index', () => {
  const viewer = { permissions: new Set(['customers.view']) } as unknown as Viewer;

  it.each([
    ['few share', 'siti rahayu', 'Bitmap Index Scan on customers_search'],
    ['nobody is known by', 'siregr', 'Bitmap Index Scan on customers_search'],
    ['all share', 'kukusan', 'Index Scan using customers_code_key'],
  ])('and never every row, for words that %s', async (_what, q, index) => {
    const plans: string[] = [];
    await listCustomers(planned(api.pool, plans), viewer, { q, limit: 20 });
    expect(plans.at(-1)).not.toContain('Seq Scan on customers');
    expect(plans.at(-1)).toContain(index);
  });
});
