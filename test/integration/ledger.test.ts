import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeTable } from '../../src/api/route-table.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { planned } from '../support/plans.ts';

let api: TestApi;
const ticket = '00000000-0000-7000-8000-0000000000aa';

beforeAll(async () => {
  api = await startTestApi();
  const { supervisor, customer } = api.people;
  const row = (id: string, more: object) => ({
    ...defaults,
    id: `00000000-0000-7000-8000-00000000000${id}`,
    ...more,
  });
  const rows = [
    row('1', { channel: 'in_app', status: 'read', shown_at: at(2), read_at: at(2), created_at: at(1) }),
    row('2', { channel: 'email', template: 'ticket.visit', created_at: at(2), entity_id: ticket }),
    row('3', {
      channel: 'whatsapp',
      recipient_kind: 'customer',
      recipient_id: customer.customerId,
      created_at: at(3),
    }),
    row('4', { channel: 'email', status: 'suppressed', reason: 'switched_off', created_at: at(4) }),
  ].map((one) => ({ recipient_id: supervisor.id, ...one }));
  await api.pool.query(
    `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, entity_kind, entity_id,
        status, reason, created_at, shown_at, read_at)
      select id, channel, recipient_kind, recipient_id, template, '{}', 'ticket', entity_id, status, reason,
        created_at, shown_at, read_at from jsonb_populate_recordset(null::deliveries, $1)`,
    [JSON.stringify(rows)],
  );
  await api.pool.query(
    `insert into delivery_attempts (delivery_id, n, provider, finished_at, outcome, error)
      values ($1, 1, 'smtp', now(), 'retry', 'smtp_450: later'), ($1, 2, 'smtp', now(), 'sent', null)`,
    ['00000000-0000-7000-8000-000000000002'],
  );
});
afterAll(() => api.stop());

const at = (hour: number): string => `2026-03-01T0${hour}:00:00.000Z`;
const defaults = {
  recipient_kind: 'user',
  template: 'account.locked',
  entity_id: randomUUID(),
  status: 'sent',
  reason: null,
  shown_at: null,
  read_at: null,
};

const found = async (query: string): Promise<string[]> => {
  const answer = await (await api.as('supervisor')).get(`/api/v1/deliveries?${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data.map(({ id }: { id: string }) => id.slice(-1));
};

describe('the ledger', () => {
  it('says who was told what, when, on which channel, and whether they saw it', async () => {
    const { supervisor, customer } = api.people;
    expect(await found('')).toEqual(['4', '3', '2', '1']);
    expect(await found(`recipientId=${supervisor.id}`)).toEqual(['4', '2', '1']);
    // A customer and who signs in for them are one person.
    expect(await found(`recipientId=${customer.customerId},${customer.id}`)).toEqual(['3']);
    expect(await found(`entityKind=ticket&entityId=${ticket}`)).toEqual(['2']);
    expect(await found('template=ticket.')).toEqual(['2']);
    expect(await found('status=suppressed,read')).toEqual(['4', '1']);
    expect(await found('channel=email')).toEqual(['4', '2']);
    expect(await found('seen=yes')).toEqual(['1']);
    expect(await found('seen=no')).toEqual(['3', '2']);
    expect(await found(`since=${at(2)}&until=${at(4)}`)).toEqual(['3', '2']);
    const { body } = await (await api.as('supervisor')).get('/api/v1/deliveries?channel=whatsapp');
    expect(body.data[0].recipient).toMatchObject({ kind: 'customer', name: expect.any(String) });
  });

  it('shows each attempt of one message; what the provider said only to those who may read payloads', async () => {
    const path = '/api/v1/deliveries/00000000-0000-7000-8000-000000000002';
    const admin = await (await api.as('admin')).get(path);
    expect(admin.body.tries).toMatchObject([
      { n: 1, outcome: 'retry', error: 'smtp_450: later' },
      { n: 2, outcome: 'sent', error: null },
    ]);
    const supervisor = await (await api.as('supervisor')).get(path);
    expect(supervisor.body.tries[0]).toMatchObject({ outcome: 'retry', error: null });
  });

  it.each(['recipientId=me', 'seen=maybe', 'since=yesterday', 'channel=pigeon', 'status=lost'])(
    'refuses %s',
    async (query) => {
      expect((await (await api.as('supervisor')).get(`/api/v1/deliveries?${query}`)).status).toBe(400);
    },
  );

  it('finds the newest, those of a person and those about a thing by an index', async () => {
    const client = await api.pool.connect();
    try {
      // The table is as good as empty: whether an index serves at all is the question.
      await client.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off');
      const plan = async (condition: string): Promise<string> =>
        JSON.stringify(
          (
            await client.query(
              `explain (format json) select id from deliveries d where ${condition}
                order by d.created_at desc, d.id desc limit 51`,
            )
          ).rows,
        );
      expect(await plan('true')).toContain('deliveries_newest');
      expect(await plan(`d.recipient_id = 'a'`)).toContain('deliveries_recipient');
      expect(await plan(`d.entity_id = 'a'`)).toContain('deliveries_entity');
    } finally {
      client.release();
    }
  });

  it('finds the own notices, how many are new, and what was sent to a webhook by an index', async () => {
    const client = await api.pool.connect();
    try {
      await client.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off');
      const plans = async (path: string, call: object): Promise<string> => {
        const found: string[] = [];
        const route = routeTable.find((one) => one.method === 'get' && one.path === path);
        await route?.handle(call as never, { pool: planned(client, found) } as never);
        return found.join('\n');
      };
      const viewer = { userId: 'a', permissions: new Set() };
      const query = { state: 'all', limit: 50 };
      expect(await plans('/api/v1/notifications', { viewer, query })).toContain('deliveries_inbox');
      expect(await plans('/api/v1/notifications/count', { viewer })).toContain('deliveries_unread');
      const { body } = await (await api.as('admin')).post('/api/v1/webhooks', {
        url: 'https://example.com/hook',
        types: ['ticket.created'],
      });
      expect(
        await plans('/api/v1/webhooks/:id/deliveries', { viewer, query, params: { id: body.id } }),
      ).toContain('deliveries_webhook');
    } finally {
      client.release();
    }
  });
});
