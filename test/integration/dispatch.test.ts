import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DispatchCommand } from '../../src/actors/dispatch/actor.ts';
import type { TechnicianCommand } from '../../src/actors/technician/commands.ts';
import type { TicketCommand } from '../../src/actors/ticket/commands.ts';
import type { Command } from '../../src/engine/actor-types.ts';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';
import { type Portal, startPortal } from '../support/portal.ts';

describe('who suits a ticket', () => {
  let api: TestApi;
  let supervisor: Client;
  let admin: Client;
  const id = () => api.people.technician.technicianId as string;

  beforeAll(async () => {
    api = await startTestApi();
    supervisor = await api.as('supervisor');
    admin = await api.as('admin');
  });
  afterAll(() => api.stop());

  const ticket = async (type = 'repair'): Promise<string> =>
    (await supervisor.post('/api/v1/tickets', { type, title: 'Dark', zone: 'north' })).body.id;
  const put = (client: Client, path: string, body: unknown, headers = {}) =>
    client.request('PUT', path, { body, headers });
  const candidates = async (ticketId: string) =>
    (await supervisor.get(`/api/v1/tickets/${ticketId}/candidates`)).body;

  it('is said with its arithmetic, by certificate, room and distance', async () => {
    const survey = { code: 'survey', nameId: 'Survei', nameEn: 'Survey', ticketTypes: ['survey'] };
    expect((await admin.post('/api/v1/specializations', survey)).status).toBe(201);
    expect((await admin.post('/api/v1/specializations', survey)).body.errors).toEqual([
      { path: 'code', message: 'is taken' },
    ]);
    const centre = { latitude: -6.4, longitude: 106.8 };
    expect((await put(admin, '/api/v1/dispatch/north', { automatic: [], centre })).status).toBe(200);
    const technician = await api.as('technician');
    await technician.post(`/api/v1/technicians/${id()}/availability`, { availability: 'available' });
    await technician.post(`/api/v1/technicians/${id()}/position`, { latitude: -6.31, longitude: 106.8 });
    const skill = { proficiency: 4, years: 3, certifiedUntil: '2099-12-31' };
    const at = `/api/v1/technicians/${id()}/specializations/survey`;
    expect((await put(supervisor, at, skill)).body.specializations).toEqual([{ code: 'survey', ...skill }]);

    const { data, requires } = await candidates(await ticket('survey'));
    expect(requires).toBe('survey');
    expect(data[0]).toMatchObject({
      technicianId: id(),
      suitable: true,
      km: 10,
      booked: 0,
      score: { available: 40, capacity: 30, rating: 12, distance: 6.7, total: 88.7 },
      certificate: { code: 'survey' },
    });
    expect(data[1]).toMatchObject({ suitable: false, certificate: null });

    await put(supervisor, at, { ...skill, certifiedUntil: '2020-01-01' });
    expect(
      (await candidates(await ticket('survey'))).data.map((one: { suitable: boolean }) => one.suitable),
    ).toEqual([false, false]);
    expect((await supervisor.request('DELETE', at)).body.specializations).toEqual([]);
    expect((await put(supervisor, `${at}-none`, skill)).body).toMatchObject({ code: 'not_possible' });
    const { rows } = await api.pool.query(`select data from events where type = 'technician.located'`);
    expect(rows).toEqual([{ data: {} }]);
  });

  it('is asked for by categories as they were written, a comma in them or not', async () => {
    const code = 'commas';
    const made = { code, nameId: 'Koma', nameEn: 'Commas', categories: ['radio', 'mast'] };
    expect((await admin.post('/api/v1/specializations', made)).status).toBe(201);
    const categories = ['radio,mast'];
    const options = { body: { categories }, headers: { 'if-match': '*' } };
    expect((await admin.request('PATCH', `/api/v1/specializations/${code}`, options)).body).toMatchObject({
      categories,
    });
  });

  it('is for those who assign, the position for the technician alone, the settings for administrators', async () => {
    const technician2 = await api.as('technician2');
    const open = await ticket();
    expect((await technician2.get(`/api/v1/tickets/${open}/candidates`)).status).toBe(403);
    const place = { latitude: 0, longitude: 0 };
    expect((await technician2.post(`/api/v1/technicians/${id()}/position`, place)).status).toBe(404);
    expect((await put(supervisor, '/api/v1/dispatch/north', { automatic: [], centre: null })).status).toBe(
      403,
    );
    expect((await supervisor.get(`/api/v1/tickets/${v7()}/candidates`)).status).toBe(404);
    for (const bad of [{ latitude: 91, longitude: 0 }, { latitude: 'x' }, {}])
      expect((await supervisor.post(`/api/v1/technicians/${id()}/position`, bad)).status).toBe(400);
    const skill = { proficiency: 6, years: -1, certifiedUntil: '2026-02-30' };
    const refused = await put(supervisor, `/api/v1/technicians/${id()}/specializations/survey`, skill);
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'proficiency',
      'years',
      'certifiedUntil',
    ]);
  });

  it('is refused with the reason when the day is full, unless a person says that it may be one more', async () => {
    const version = (await supervisor.get(`/api/v1/technicians/${id()}`)).body.version;
    await supervisor.request('PATCH', `/api/v1/technicians/${id()}`, {
      body: { maxTicketsPerDay: 1 },
      headers: { 'if-match': `"${version}"` },
    });
    const [first, second, third] = [await ticket(), await ticket(), await ticket()];
    const assign = (ticketId: string, more = {}) =>
      supervisor.post(`/api/v1/tickets/${ticketId}/assign`, { technicianId: id(), ...more });
    expect((await assign(first)).status).toBe(200);
    expect((await assign(second)).body).toMatchObject({
      status: 409,
      code: 'at_capacity',
      detail: expect.stringMatching(/^The technician has 1 of 1 tickets on \d{4}-\d\d-\d\d\.$/),
    });
    const technician = await api.as('technician');
    expect((await technician.post(`/api/v1/tickets/${third}/claim`)).body).toMatchObject({
      code: 'at_capacity',
    });
    expect((await technician.post(`/api/v1/tickets/${third}/claim`, { overbook: true })).status).toBe(200);
    expect((await assign(second, { overbook: true })).status).toBe(200);
    const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString();
    expect((await assign(await ticket(), { scheduledAt: tomorrow })).status).toBe(200);
    const { data } = await candidates(await ticket());
    expect(data).toContainEqual(expect.objectContaining({ technicianId: id(), booked: 3 }));
  });
});

describe('automatic assignment', () => {
  let portal: Portal;
  let now: () => Date = () => new Date();
  beforeAll(async () => {
    portal = await startPortal(() => now());
  });
  afterEach(() => {
    now = () => new Date();
  });
  afterAll(() => portal.stop());

  async function technician(zone: string, maxTicketsPerDay: number): Promise<string> {
    const id = v7();
    const create: TechnicianCommand = {
      type: 'create',
      employeeNumber: id,
      name: id,
      skillLevel: 'senior',
      zone,
      shift: 'day',
      maxTicketsPerDay,
      userId: null,
    };
    await portal.give('technician', id, create);
    return id;
  }
  const available = (id: string, availability: 'available' | 'offline' = 'available') =>
    portal.give('technician', id, { type: 'change_availability', availability } as TechnicianCommand);
  const set = (zone: string, automatic: DispatchCommand['automatic']) =>
    portal.give('dispatch', zone, { type: 'set', automatic, centre: null } as DispatchCommand);
  const teams = async (zone: string) =>
    (
      await portal.pool.query<{ technician: string | null; count: number }>(
        `select technician_id as technician, count(*)::int from tickets where zone = $1 group by 1 order by 2, 1`,
        [zone],
      )
    ).rows;

  it('A1: fills the days of those who are available and no more; the rest waits for the next one', async () => {
    const [a, b, late] = [
      await technician('depok', 3),
      await technician('depok', 3),
      await technician('depok', 5),
    ];
    await available(a);
    await available(b);
    await set('depok', ['repair']);
    await Promise.all(Array.from({ length: 9 }, () => portal.ticket()));
    await portal.ticket({ ticketType: 'survey' });
    await portal.settled();
    const full = [a, b].sort().map((technician) => ({ technician, count: 3 }));
    expect(await teams('depok')).toEqual([...full, { technician: null, count: 4 }]);
    const { rows } = await portal.pool.query(
      `select data -> 'score' ->> 'available' as available, by from events where type = 'ticket.assigned' limit 1`,
    );
    expect(rows[0]).toEqual({ available: '40', by: { kind: 'handler', id: 'business.dispatch' } });

    await available(late);
    await portal.settled();
    const [survey, ...others] = await teams('depok');
    expect(survey).toEqual({ technician: null, count: 1 });
    expect(others).toContainEqual({ technician: late, count: 3 });
  });

  it('is off until somebody switches it on, and takes what waits then', async () => {
    const one = await technician('bogor', 5);
    await available(one);
    await portal.ticket({ zone: 'bogor' });
    await portal.settled();
    expect(await teams('bogor')).toEqual([{ technician: null, count: 1 }]);
    await set('bogor', ['repair']);
    await portal.settled();
    expect(await teams('bogor')).toEqual([{ technician: one, count: 1 }]);
  });

  /** A zone with one technician at work, who has room for `maxTicketsPerDay`. */
  async function oneAtWork(zone: string, maxTicketsPerDay: number): Promise<string> {
    const id = await technician(zone, maxTicketsPerDay);
    await available(id);
    await set(zone, ['repair']);
    await portal.settled();
    return id;
  }
  const give = (id: string, command: TicketCommand) => portal.give('ticket', id, command);
  const teamOf = async (id: string) =>
    (await portal.pool.query('select technician_id as technician from tickets where id = $1', [id])).rows[0]
      .technician;
  const daysAhead = (days: number) => new Date(Date.now() + days * 24 * 3_600_000).toISOString();

  it.each([
    ['person', (): TicketCommand => ({ type: 'unsnooze' })],
    ['time', (until: string): TicketCommand => ({ type: 'wake', until })],
  ])('asks again for a ticket that is woken by %s', async (name, wake) => {
    const zone = `awake-${name}`;
    const one = await technician(zone, 5);
    await set(zone, ['repair']);
    const id = await portal.ticket({ zone });
    const until = daysAhead(1);
    await give(id, { type: 'snooze', until });
    await available(one);
    await portal.settled();
    expect(await teamOf(id)).toBeNull();
    await give(id, wake(until));
    await portal.settled();
    expect(await teamOf(id)).toBe(one);
  });

  it('asks again when a place is given back, and not when today has none', async () => {
    const one = await oneAtWork('back', 1);
    const other = await technician('back', 1);
    const first = await portal.ticket({ zone: 'back' });
    await portal.settled();
    const [second, third, fourth] = [
      await portal.ticket({ zone: 'back', priority: 'high' }),
      await portal.ticket({ zone: 'back', priority: 'normal' }),
      await portal.ticket({ zone: 'back', priority: 'low' }),
    ];
    await portal.settled();
    expect(await Promise.all([first, second, third, fourth].map(teamOf))).toEqual([one, null, null, null]);
    // Given up.
    await give(first, { type: 'cancel', reason: 'double' });
    await portal.settled();
    expect(await teamOf(second)).toBe(one);
    // Given to somebody else.
    await give(second, { type: 'assign', team: [{ technicianId: other, userId: null, lead: true }] });
    await portal.settled();
    expect(await teamOf(third)).toBe(one);
    // Done today: it still counts against today.
    await give(third, { type: 'start' });
    await give(third, { type: 'complete', resolution: 'done' });
    await portal.settled();
    expect(await teamOf(fourth)).toBeNull();
    // More room.
    await portal.give('technician', one, {
      type: 'edit',
      fields: { maxTicketsPerDay: 2 },
    } as TechnicianCommand);
    await portal.settled();
    expect(await teamOf(fourth)).toBe(one);
  });

  it('asks again when work of a later day is done before it', async () => {
    const one = await oneAtWork('ahead', 1);
    const scheduledAt = daysAhead(3);
    const first = await portal.ticket({ zone: 'ahead', scheduledAt });
    await portal.settled();
    const second = await portal.ticket({ zone: 'ahead', scheduledAt });
    await portal.settled();
    expect([await teamOf(first), await teamOf(second)]).toEqual([one, null]);
    await give(first, { type: 'start' });
    await give(first, { type: 'complete', resolution: 'done' });
    await portal.settled();
    expect(await teamOf(second)).toBe(one);
  });

  it('asks again when a certificate is there, and when a ticket comes into the zone', async () => {
    const one = await oneAtWork('skilled', 5);
    const code = 'skilled-splicing';
    const specialization = { code, nameId: 'Sambung', nameEn: 'Splicing', ticketTypes: [] };
    await portal.give('specialization', code, {
      type: 'create',
      ...specialization,
      categories: ['cut fibre'],
    } as Command);
    const certified = await portal.ticket({ zone: 'skilled', category: 'cut fibre' });
    const elsewhere = await portal.ticket({ zone: 'nowhere' });
    await portal.settled();
    expect([await teamOf(certified), await teamOf(elsewhere)]).toEqual([null, null]);
    const skill = { code, proficiency: 3, years: 2, certifiedUntil: '2099-12-31' };
    await portal.give('technician', one, { type: 'set_specialization', ...skill } as TechnicianCommand);
    await give(elsewhere, { type: 'edit', fields: { zone: 'skilled' } });
    await portal.settled();
    expect([await teamOf(certified), await teamOf(elsewhere)]).toEqual([one, one]);
  });

  it('does not stop at many tickets that nobody there may take, and asks again when they need nothing any more', async () => {
    const one = await oneAtWork('starved', 200);
    const code = 'starved-mast';
    await portal.give('specialization', code, {
      type: 'create',
      ...{ code, nameId: 'Menara', nameEn: 'Mast', ticketTypes: [], categories: ['mast'] },
    } as Command);
    await Promise.all(
      Array.from({ length: 51 }, () =>
        portal.ticket({ zone: 'starved', category: 'mast', priority: 'critical' }),
      ),
    );
    await available(one, 'offline');
    const last = await portal.ticket({ zone: 'starved', priority: 'low' });
    await portal.settled();
    expect(await teamOf(last)).toBeNull();
    await available(one);
    await portal.settled();
    expect(await teamOf(last)).toBe(one);
    expect(await teams('starved')).toContainEqual({ technician: null, count: 51 });

    await portal.give('specialization', code, { type: 'edit', fields: { nameEn: 'Masts' } } as Command);
    await portal.settled();
    expect(await teams('starved')).toContainEqual({ technician: null, count: 51 });
    await portal.give('specialization', code, { type: 'edit', fields: { categories: [] } } as Command);
    await portal.settled();
    expect(await teams('starved')).toContainEqual({ technician: one, count: 51 });
  });

  it('asks again when a day begins, for those who are at work', async () => {
    const one = await oneAtWork('morning', 1);
    const first = await portal.ticket({ zone: 'morning' });
    await portal.settled();
    await give(first, { type: 'start' });
    await give(first, { type: 'complete', resolution: 'done' });
    const second = await portal.ticket({ zone: 'morning' });
    await portal.settled();
    expect(await teamOf(second)).toBeNull();
    now = () => new Date(Date.now() + 24 * 3_600_000);
    for (const type of ['schedule.register', 'schedule.runNow'])
      await portal.give('schedule', 'dispatch.day', { type });
    await portal.settled();
    expect(await teamOf(second)).toBe(one);
  });

  it('fills many places that are given back at once, each once and none beyond the maximum', async () => {
    const crew = await Promise.all([1, 2, 3].map(() => technician('many', 4)));
    for (const one of crew) await available(one);
    await set('many', ['repair']);
    const create = () => portal.ticket({ zone: 'many' });
    const taken = await Promise.all(Array.from({ length: 12 }, create));
    await portal.settled();
    const waiting = await Promise.all(Array.from({ length: 20 }, create));
    await portal.settled();
    expect(await teams('many')).toContainEqual({ technician: null, count: 20 });
    await Promise.all(taken.map((id) => give(id, { type: 'cancel', reason: 'double' })));
    await portal.settled();
    const { rows } = await portal.pool.query(
      `select technician_id as technician, count(*)::int from tickets where id = any($1) and status = 'assigned' group by 1`,
      [waiting],
    );
    expect(rows.sort((a, b) => (a.technician < b.technician ? -1 : 1))).toEqual(
      [...crew].sort().map((technician) => ({ technician, count: 4 })),
    );
  });

  it('a rating counts for the technician who led the work, a change of mind once', async () => {
    const led = await technician('bekasi', 5);
    const id = await portal.ticket({ zone: 'bekasi' });
    const give = (command: TicketCommand) => portal.give('ticket', id, command);
    await give({ type: 'assign', team: [{ technicianId: led, userId: null, lead: true }] });
    await give({ type: 'start' });
    await give({ type: 'complete', resolution: 'done' });
    for (const rating of [2, 5]) await give({ type: 'rate', rating, feedback: null });
    await portal.settled();
    const { rows } = await portal.pool.query(
      'select rating_sum, rating_count, load from technicians where id = $1',
      [led],
    );
    expect(rows[0]).toMatchObject({ rating_sum: 5, rating_count: 1, load: { open: {} } });
  });
});
