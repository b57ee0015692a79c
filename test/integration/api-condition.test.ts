import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentCommand } from '../../src/actors/incident/commands.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const give = (id: string, command: IncidentCommand) =>
  api.commands.run({
    items: [
      { actor: { kind: 'incident', id }, command, by: { kind: 'system', id: 'incidents' }, trace: null },
    ],
    answer: () => ({ status: 200, headers: {}, body: null }),
  });

describe('GET /api/v1/condition', () => {
  it('says how the providers are and which incidents are open, with a position', async () => {
    const about = { type: 'open', count: null, ageSeconds: null } as const;
    await give('provider:smtp', { ...about, cause: 'provider_down', subject: 'smtp' });
    await give('provider:smtp', { ...about, cause: 'provider_down', subject: 'smtp' });
    await give('late:timers', { ...about, cause: 'late', subject: 'timers', ageSeconds: 99 });
    await give('late:timers', { type: 'close' });
    await give('late:timers', { type: 'close' });
    await api.pool.query(
      "insert into provider_health (provider, down, last_error) values ('smtp', true, 'smtp_535: no')",
    );
    const answer = await (await api.as('admin')).get('/api/v1/condition');
    expect(answer.status).toBe(200);
    expect(answer.body.incidents).toMatchObject([
      { id: 'provider:smtp', cause: 'provider_down', subject: 'smtp', seq: 1 },
    ]);
    expect(answer.body.providers).toMatchObject([
      { provider: 'smtp', down: true, lastError: 'smtp_535: no' },
    ]);
    expect(answer.body.position).toMatch(/^\w+:\d+$/);
    const { rows } = await api.pool.query(
      "select type from events where actor_kind = 'incident' order by id",
    );
    expect(rows.map(({ type }) => type)).toEqual(['incident.opened', 'incident.opened', 'incident.over']);
  });

  it('is for those who see the queues, errors for those who see payloads', async () => {
    expect((await (await api.as('customer')).get('/api/v1/condition')).status).toBe(403);
    expect((await (await api.as('supervisor')).get('/api/v1/condition')).status).toBe(403);
    expect((await api.anonymous.get('/api/v1/condition')).status).toBe(401);
    const noc = await (await api.as('noc')).get('/api/v1/condition');
    const seesErrors = (await (await api.as('noc')).get('/api/v1/session')).body.user.permissions.includes(
      'payloads.view',
    );
    expect(noc.body.providers[0].lastError).toBe(seesErrors ? 'smtp_535: no' : null);
  });
});
