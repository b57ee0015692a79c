// Whoever keeps the platform going hears once of a provider that is down and once that it is back, live and in the
// inbox, although the process that carries the duty is killed in between.

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killHard } from '../support/chaos.ts';
import { waitFor } from '../support/wait.ts';
import { startWorld, type World } from '../support/world.ts';

const WELL = { slowMs: 0, down: false, drop: false, twice: false, reject: '' };
const MANY = 1_000;
let world: World;

beforeAll(async () => {
  world = await startWorld('shared', { INCIDENT_CALM_SECONDS: '8' });
}, 90_000);
afterAll(() => world?.stop());

async function turn(switches: object): Promise<void> {
  const admin = await world.as('admin');
  expect((await admin.request('PUT', '/ops/outbox/switches', { body: switches })).status).toBe(200);
}

/** As a commit would leave them: the sweep rings. */
async function deliver(count: number): Promise<void> {
  await world.pool.query(
    `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status, next_attempt_at)
     select id, 'email', 'user', $2, 'test', '{"message":"x"}', 'queued', now() from unnest($1::text[]) id`,
    [Array.from({ length: count }, () => v7()), world.people.customer.id],
  );
}

async function inboxOf(who: 'admin' | 'noc' | 'supervisor'): Promise<string[]> {
  const client = await world.as(who);
  const answer = await client.get('/api/v1/notifications?state=all&limit=100');
  return answer.body.data
    .filter(({ entity }: { entity: { kind: string } | null }) => entity?.kind === 'incident')
    .map(
      ({ template, params }: { template: string; params: object }) =>
        `${template} ${Object.values(params)[0]}`,
    )
    .reverse();
}

async function dutyPid(): Promise<number> {
  const { rows } = await world.pool.query<{ holder: string }>(
    `select holder from leases where name = 'duty' and expires_at > clock_timestamp()`,
  );
  return Number(rows[0]?.holder.split('/')[1] ?? 0);
}

describe('a provider that goes down and comes back', () => {
  it(`is told once each way to admins and NOC, for ${MANY} messages and with the duty killed`, async () => {
    const ears = await world.ears('noc');
    await turn({ email: { ...WELL, down: true } });
    await deliver(MANY);
    const down = ['incident.provider_down smtp'];
    await waitFor(async () => (await inboxOf('noc')).length > 0, { deadlineMs: 30_000, everyMs: 200 });
    expect(await inboxOf('noc')).toEqual(down);

    const killed = await waitFor(dutyPid);
    killHard(killed);
    await waitFor(async () => ![0, killed].includes(await dutyPid()), { deadlineMs: 20_000 });
    await deliver(10);
    await turn({ email: WELL });
    await waitFor(async () => (await inboxOf('noc')).length > 1, { deadlineMs: 60_000, everyMs: 200 });
    const both = [...down, 'incident.provider_up smtp'];
    expect(await inboxOf('noc')).toEqual(both);
    expect(await inboxOf('admin')).toEqual(both);
    expect(await inboxOf('supervisor')).toEqual([]);
    const live = ears.events.filter(({ type }) => type.startsWith('incident.')).map(({ type }) => type);
    expect(live).toEqual(['incident.opened', 'incident.over']);
  });
});

describe('work that waits too long', () => {
  const pause = (paused: boolean) =>
    world.pool.query(`update mailbox_groups set paused = $1 where "group" = 'business'`, [paused]);
  const lines = async () => (await inboxOf('noc')).filter((line) => line.endsWith(' mailbox business'));

  it('is told with its age, and again when it is on time', async () => {
    await pause(true);
    const desk = await world.as('customer_service');
    const made = await desk.post('/api/v1/tickets', { type: 'repair', title: 'Late', zone: 'north' });
    expect(made.status).toBe(201);
    await world.pool.query(`update events set at = at - interval '1 hour' where actor_id = $1`, [
      made.body.id,
    ]);
    await waitFor(async () => (await lines()).length > 0, { deadlineMs: 30_000, everyMs: 200 });
    await pause(false);
    await waitFor(async () => (await lines()).length > 1, { deadlineMs: 60_000, everyMs: 200 });
    expect(await lines()).toEqual(['incident.late mailbox business', 'incident.on_time mailbox business']);
  });
});
