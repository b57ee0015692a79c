// What follows from a registration: who is told what, and the line that becomes active with its installation.

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/engine/actor-types.ts';
import { storedPhoto } from '../support/photos.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { makePackage, submitted } from '../support/registrations.ts';

let portal: Portal;
const ids = { registration: v7(), customer: v7(), user: v7(), survey: v7(), installation: v7() };
const people = { service: '', supervisor: '', manager: '' };

beforeAll(async () => {
  portal = await startPortal();
  people.service = await portal.user('customer_service');
  people.supervisor = await portal.user('supervisor', { zone: 'depok' });
  people.manager = await portal.user('manager');
  const packageId = await makePackage(portal.runner);
  const give = (command: { type: string }) => portal.give('registration', ids.registration, command);
  await give(submitted({ packageId }));
  await give({ type: 'verify', zone: 'depok' } as { type: string });
  await give({
    type: 'schedule_survey',
    scheduledAt: '2026-03-05T02:00:00.000Z',
    ticket: { id: ids.survey, number: 'T-000001' },
    replaces: null,
  } as { type: string });
  await portal.settled();
  await complete(ids.survey, { survey: { feasible: true, note: 'Tiang dekat' } });
  await give({ type: 'approve', waiveSurvey: false } as { type: string });
  await give({
    type: 'create_customer',
    customer: { id: ids.customer, code: 'C-000001' },
    user: { id: ids.user, username: 'c-000001', passwordHash: 'none' },
    ticket: { id: ids.installation, number: 'T-000002' },
    scheduledAt: null,
    passwords: [{ deliveryId: v7(), channel: 'whatsapp', sealed: 'sealed' }],
  } as { type: string });
  await portal.settled();
});
afterAll(() => portal.stop());

async function complete(id: string, more: object) {
  const team = [{ technicianId: v7(), userId: null, lead: true }];
  await portal.give('ticket', id, { type: 'assign', team } as { type: string });
  await portal.give('ticket', id, { type: 'start' } as { type: string });
  await portal.give('ticket', id, await storedPhoto(portal.pool));
  await portal.give('ticket', id, { type: 'complete', resolution: 'Terpasang', ...more } as { type: string });
  await portal.settled();
}

const installed = { equipmentSerials: ['ONT-1234'], signalDbm: -19 };

const rows = async (sql: string, ...values: unknown[]) => (await portal.pool.query(sql, values)).rows;

describe('a registration', () => {
  it('tells the applicant each step by WhatsApp and e-mail', async () => {
    const sent = await rows(
      `select template, count(*)::int as times from deliveries where recipient_kind = 'registration'
        and recipient_id = $1 and channel in ('whatsapp', 'email') group by template order by min(id)`,
      ids.registration,
    );
    expect(sent).toEqual(
      ['received', 'verified', 'survey_scheduled', 'approved'].map((step) => ({
        template: `registration.${step}`,
        times: 2,
      })),
    );
  });

  it('tells staff what waits for them', async () => {
    const told = await rows(
      `select recipient_id as who, template from deliveries where channel = 'in_app' and entity_kind = 'registration'
        order by id`,
    );
    expect(told).toEqual([
      { who: people.service, template: 'registration.submitted' },
      { who: people.supervisor, template: 'registration.submitted' },
      { who: people.supervisor, template: 'registration.survey_feasible' },
    ]);
  });
});

describe('a survey ticket', () => {
  const planned = async (number: string) => {
    const id = v7();
    const ticket = { id: v7(), number: `T-1${number}` };
    const packageId = await makePackage(portal.runner);
    const phone = `+6281234${number}`;
    await portal.give(
      'registration',
      id,
      submitted({ packageId, number: `R-1${number}`, phone, email: null }),
    );
    await portal.give('registration', id, { type: 'verify', zone: 'depok' } as { type: string });
    const plan = { type: 'schedule_survey', scheduledAt: '2030-03-05T02:00:00.000Z', ticket, replaces: null };
    await portal.give('registration', id, plan);
    await portal.settled();
    return { id, ticket: ticket.id };
  };
  const registrationOf = async (id: string) =>
    (await rows('select status, feasible, survey_note, survey_at from registrations where id = $1', id))[0];

  it('records what it found on its registration, and corrects it when it is done once more', async () => {
    const { id, ticket } = await planned('00001');
    await complete(ticket, { survey: { feasible: false, note: 'Tidak ada tiang' } });
    expect(await registrationOf(id)).toMatchObject({
      status: 'survey_completed',
      feasible: false,
      survey_note: 'Tidak ada tiang',
    });
    await expect(
      portal.give('registration', id, { type: 'approve', waiveSurvey: true } as { type: string }),
    ).rejects.toThrow('wrong_state');
    await portal.give('ticket', ticket, { type: 'reopen', reason: 'Salah alamat' } as { type: string });
    await complete(ticket, { survey: { feasible: true, note: null } });
    expect(await registrationOf(id)).toMatchObject({ status: 'survey_completed', feasible: true });
  });

  const statusOf = async (id: string) =>
    (await rows('select status from tickets where id = $1', id))[0].status;
  const waits = async (id: string, status: 'open' | 'assigned' | 'in_progress') => {
    const team = [{ technicianId: v7(), userId: null, lead: true }];
    if (status !== 'open') await portal.give('ticket', id, { type: 'assign', team } as { type: string });
    if (status === 'in_progress') await portal.give('ticket', id, { type: 'start' });
  };

  it.each([
    ['open', '00003'],
    ['assigned', '00004'],
    ['in_progress', '00005'],
  ] as const)(
    'that is %s is closed with the registration whose result a person knows',
    async (status, number) => {
      const { id, ticket } = await planned(number);
      await waits(ticket, status);
      await portal.give('registration', id, { type: 'record_survey', feasible: true, note: null } as Command);
      expect(await statusOf(ticket)).toBe('cancelled');
      await portal.settled();
      expect(await registrationOf(id)).toMatchObject({ status: 'survey_completed', feasible: true });
    },
  );

  it.each([
    ['approve', '00006', { waiveSurvey: false }],
    ['reject', '00007', { reason: 'Di luar jangkauan' }],
    ['cancel', '00008', {}],
  ])('that was opened again is closed by what ends its registration: %s', async (type, number, more) => {
    const { id, ticket } = await planned(number);
    await complete(ticket, { survey: { feasible: true, note: null } });
    await portal.give('ticket', ticket, { type: 'reopen', reason: 'Salah alamat' } as Command);
    await portal.give('registration', id, { type, ...more } as Command);
    expect(await statusOf(ticket)).toBe('cancelled');
  });

  it('takes the date of the registration with it, and the other way round', async () => {
    const { id, ticket } = await planned('00002');
    const [moved, edited] = ['2030-03-06T02:00:00.000Z', '2030-03-07T02:00:00.000Z'];
    await portal.give('registration', id, { type: 'move_survey', scheduledAt: moved, overbook: false } as {
      type: string;
    });
    const [found] = await rows('select scheduled_at from tickets where id = $1', ticket);
    expect(found.scheduled_at.toISOString()).toBe(moved);
    await portal.give('ticket', ticket, { type: 'edit', fields: { scheduledAt: edited } } as {
      type: string;
    });
    await portal.settled();
    expect((await registrationOf(id)).survey_at.toISOString()).toBe(edited);
    const told = await rows(
      `select params ->> 'scheduledAt' as at from deliveries where recipient_id = $1 and channel = 'whatsapp'
        and template = 'registration.survey_scheduled' order by id`,
      id,
    );
    expect(told.map(({ at }) => at)).toEqual(['2030-03-05T02:00:00.000Z', moved, edited]);
  });
});

describe('a completed ticket', () => {
  const status = async () =>
    (await rows('select status from customers where id = $1', ids.customer))[0]?.status;

  it('of a repair changes nothing of the customer', async () => {
    await complete(await portal.ticket({ number: 'T-000099', customerId: ids.customer }), {});
    expect(await status()).toBe('pending_installation');
  });

  it('of an installation makes the line active, once, however often it is reopened', async () => {
    await complete(ids.installation, installed);
    expect(await status()).toBe('active');
    await portal.give('customer', ids.customer, { type: 'suspend', reason: 'request' } as { type: string });
    await portal.give('ticket', ids.installation, { type: 'reopen', reason: 'Kabel lepas' } as {
      type: string;
    });
    await complete(ids.installation, installed);
    expect(await status()).toBe('suspended');
    expect(await rows('select 1 from dead_letters')).toEqual([]);
  });
});
