import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/engine/delivery-sql.ts';
import { renderDelivery } from '../../src/handlers/render.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

const path = '/api/v1/templates/ticket.received';
const words = (text: string) => ({
  id: { subject: '[{number}] Diterima', text },
  en: { subject: '[{number}] Received', text: 'Dear {recipientName}: "{title}", {number}.' },
});
const sound = words('Halo {recipientName}, "{title}" kami terima: {number}.');

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const post = async (address: string, body: unknown) => await (await api.as('admin')).post(address, body);
const rendered = (): ReturnType<typeof renderDelivery> => {
  const delivery = {
    id: 'd1',
    channel: 'email',
    template: 'ticket.received',
    params: { number: 'T-000007', title: 'Internet mati' },
    recipient: { kind: 'user', id: api.people.supervisor.id },
    sealed: null,
  } as unknown as Delivery;
  const options = { db: api.pool, timeZone: 'Asia/Jakarta', secrets: undefined, now: () => new Date() };
  return renderDelivery(delivery, options);
};

describe('the words of a message', () => {
  it('are the built-in ones until a version is published, and again after it is rolled back', async () => {
    const before = (await (await api.as('admin')).get(path)).body;
    expect(before).toMatchObject({ published: 0, latest: 0, versions: [] });
    expect(before.variables).toContainEqual({ name: 'title', sample: expect.any(String), required: true });
    expect(await rendered()).toMatchObject({ wordsVersion: 0 });
    expect((await post(`${path}/publish`, { version: 0 })).status).toBe(409);

    const saved = await post(`${path}/versions`, { words: sound });
    expect(saved).toMatchObject({ status: 200, body: { published: 0, latest: 1 } });
    expect(await rendered()).toMatchObject({ wordsVersion: 0 });
    const second = words('Versi dua: {title} {number}');
    expect((await post(`${path}/versions`, { words: second, publish: true })).body.published).toBe(2);
    expect(await rendered()).toMatchObject({ wordsVersion: 2, subject: expect.stringContaining('T-000007') });
    // The same words again are no other version.
    expect((await post(`${path}/versions`, { words: second })).body.latest).toBe(2);

    expect((await post(`${path}/publish`, { version: 1 })).body.published).toBe(1);
    expect(await rendered()).toMatchObject({ wordsVersion: 1 });
    expect((await post(`${path}/publish`, { version: 0 })).body.published).toBe(0);
    expect(await rendered()).toMatchObject({ wordsVersion: 0 });
    expect((await post(`${path}/publish`, { version: 3 })).status).toBe(409);
    const row = (await (await api.as('admin')).get('/api/v1/templates')).body.data.find(
      ({ name }: { name: string }) => name === 'ticket.received',
    );
    const subject = { id: expect.stringContaining('T-000123'), en: expect.stringContaining('T-000123') };
    expect(row).toMatchObject({ published: 0, latest: 2, subject });
  });

  it('show a sample of what they are about: a registration has a number of its own', async () => {
    const { data } = (await (await api.as('admin')).get('/api/v1/templates')).body;
    const subjects = (data as { name: string; subject: { id: string; en: string } }[])
      .filter(({ name }) => name.startsWith('registration.'))
      .flatMap(({ subject }) => [subject.id, subject.en]);
    expect(subjects.filter((subject) => subject.includes('[R-000123]')).length).toBeGreaterThan(8);
    expect(subjects.filter((subject) => subject.includes('T-'))).toEqual([]);
  });

  it('are previewed with sample data; faulty ones are named and nothing is stored', async () => {
    const { body } = await post(`${path}/preview`, { words: words('{title} {nothing}') });
    expect(body.id).toBeNull();
    expect(body.en.text).toMatch(/^Dear \p{L}/u);
    expect(body.faults).toContainEqual({ path: 'id.text', message: 'nobody gives {nothing}' });
    expect((await api.pool.query(`select from events where type = 'template.saved'`)).rowCount).toBe(2);
  });

  it.each([
    ['{title} {number} {price}', 'nobody gives {price}'],
    ['Halo {number}', '{title} is missing'],
    ['{title', 'is not well-formed: look at the braces'],
  ])('%j is refused with its field', async (text, message) => {
    const before = await api.counts();
    const answer = await post(`${path}/versions`, { words: words(text), publish: true });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual({ path: 'words.id.text', message });
    expect(await api.counts()).toEqual(before);
  });

  it.each([
    [`${path}/versions`, { words: { id: sound.id } }, 400],
    [`${path}/versions`, { words: { ...sound, fr: sound.id } }, 400],
    [`${path}/versions`, { words: words('x'.repeat(4_001)) }, 400],
    [`${path}/publish`, { version: -1 }, 400],
    ['/api/v1/templates/ticket.unknown/versions', { words: sound }, 404],
    // In the inbox alone.
    ['/api/v1/templates/webhook.gone/preview', { words: sound }, 404],
  ])('%s refuses %j', async (address, body, status) => {
    expect((await post(address, body)).status).toBe(status);
  });

  it('that a release no longer fits fall back to the built-in ones', async () => {
    await post(`${path}/versions`, { words: sound, publish: true });
    await api.pool.query(
      `update message_templates set versions = jsonb_set(versions, array[(published - 1)::text, 'words', 'id', 'text'],
         '"{gone}"') where id = 'ticket.received'`,
    );
    await api.pool.query(`update users set locale = 'id' where id = $1`, [api.people.supervisor.id]);
    expect(await rendered()).toMatchObject({
      wordsVersion: 0,
      text: expect.stringContaining('Internet mati'),
    });
  });
});

describe('the words of a notice', () => {
  const address = '/api/v1/templates/notice.test';
  const notices = async (role: 'admin' | 'technician', query = '') =>
    (await (await api.as(role)).get(`/api/v1/notifications${query}`)).body.data as readonly {
      id: string;
      words: { subject: string; text: string } | null;
    }[];

  it('are edited like those of a message, and told notices are read in them', async () => {
    const sent = await post('/api/v1/notifications/test', { message: 'Halo' });
    const find = async (query: string) =>
      (await notices('admin', query)).find(({ id }) => id === sent.body.id)?.words;
    expect(await find('?language=en')).toEqual({ subject: 'Test notification', text: 'Halo' });
    const own = {
      id: { subject: 'Uji', text: 'Kata: {message}' },
      en: { subject: 'Trial', text: 'It says {message}' },
    };
    const lacking = { ...own, en: { subject: 'Trial', text: 'It says {recipientName}' } };
    expect((await post(`${address}/versions`, { words: lacking })).body.errors).toEqual([
      { path: 'words.en.text', message: 'nobody gives {recipientName}' },
      { path: 'words.en.text', message: '{message} is missing' },
    ]);
    expect((await post(`${address}/versions`, { words: own, publish: true })).body).toMatchObject({
      kind: 'notice',
      published: 1,
    });
    expect(await find('?language=en')).toEqual({ subject: 'Trial', text: 'It says Halo' });
    expect(await find('?language=id')).toEqual({ subject: 'Uji', text: 'Kata: Halo' });
    const one = await (await api.as('admin')).get(`/api/v1/notifications/${sent.body.id}?language=en`);
    expect(one.body).toMatchObject({ id: sent.body.id, words: { subject: 'Trial' } });
    const foreign = await (await api.as('technician')).get(`/api/v1/notifications/${sent.body.id}`);
    expect(foreign.status).toBe(404);
    expect((await (await api.as('admin')).get('/api/v1/notifications?language=fr')).status).toBe(400);
  });

  it('that this release does not have are no reason to hide the others', async () => {
    const { id } = (await post('/api/v1/notifications/test', { message: 'Dua' })).body;
    await api.pool.query(`update deliveries set template = 'from.tomorrow' where id = $1`, [id]);
    const list = await notices('admin');
    expect(list.find((notice) => notice.id === id)?.words).toBeNull();
    expect(list.filter(({ words: has }) => has !== null).length).toBeGreaterThan(0);
  });
});
