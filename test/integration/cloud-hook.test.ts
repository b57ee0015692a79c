// The Cloud API's webhook: believed by its signature, taken piece by piece, known again for good.

import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCloudHook } from '../../src/api/whatsapp/cloud-hook.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

const secret = 'the-secret-of-the-app';
const verifyToken = 'a-word-that-we-chose';
const phoneNumberId = '106540352242922';
const PATH = '/api/v1/hooks/whatsapp';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ whatsappHook: createCloudHook({ secret, verifyToken, phoneNumberId }) });
});
afterAll(() => api.stop());

type News = { readonly statuses?: readonly unknown[]; readonly messages?: readonly unknown[] };

function bodyOf(news: News, number = phoneNumberId, field = 'messages'): string {
  const metadata = { display_phone_number: '622150000000', phone_number_id: number };
  const value = { messaging_product: 'whatsapp', metadata, ...news };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', changes: [{ field, value }] }],
  });
}

function send(raw: string, signature = `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`) {
  return api.anonymous.request('POST', PATH, { raw, headers: { 'x-hub-signature-256': signature } });
}

const status = (more: Record<string, unknown> = {}) => ({
  id: `wamid.${randomUUID()}`,
  status: 'delivered',
  timestamp: '1764400000',
  recipient_id: '628123456789',
  ...more,
});
const message = (more: Record<string, unknown> = {}) => ({
  id: `wamid.${randomUUID()}`,
  from: '628123456789',
  timestamp: '1764400000',
  type: 'text',
  text: { body: 'Halo' },
  ...more,
});

async function eventsOf(id: string): Promise<Record<string, unknown>[]> {
  const { rows } = await api.pool.query(
    `select data from events where actor_id in ($1, $1 || ':sent', $1 || ':delivered', $1 || ':read', $1 || ':failed')
      order by id`,
    [`whatsapp:${id}`],
  );
  return rows.map(({ data }) => data);
}

async function wordsOf(id: string): Promise<string | undefined> {
  const { rows } = await api.pool.query('select text from provider_replies where id = $1', [
    `whatsapp:${id}`,
  ]);
  return rows[0]?.text;
}

describe('the question whether the address is ours', () => {
  const ask = (token: string, mode = 'subscribe') =>
    api.anonymous.get(`${PATH}?hub.mode=${mode}&hub.verify_token=${token}&hub.challenge=1158201444`);

  it('is answered to who knows our word, and to nobody else', async () => {
    const answer = await fetch(
      `${api.url}${PATH}?hub.mode=subscribe&hub.verify_token=${verifyToken}&hub.challenge=1158201444`,
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toBe('1158201444');
    expect((await ask('another-word-altogether')).status).toBe(404);
    expect((await ask(verifyToken, 'unsubscribe')).status).toBe(400);
  });
});

describe('what comes', () => {
  it('is not believed without the signature over its very bytes', async () => {
    const told = status();
    const raw = bodyOf({ statuses: [told] });
    const signed = `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;
    const strange = createHmac('sha256', 'another-secret').update(raw).digest('hex');
    expect((await api.anonymous.request('POST', PATH, { raw })).status).toBe(401);
    expect((await send(raw, `sha256=${strange}`)).status).toBe(401);
    expect((await send(raw, signed.replace('sha256=', 'sha1='))).status).toBe(401);
    expect((await send(`${raw} `, signed)).status).toBe(401);
    expect(await eventsOf(told.id)).toEqual([]);
    expect((await send(raw, signed)).status).toBe(204);
    expect(await eventsOf(told.id)).toHaveLength(1);
  });

  it('has one effect however often it comes, also when its row is long gone', async () => {
    const told = status({ biz_opaque_callback_data: 'd-9' });
    const said = message();
    const raw = bodyOf({ statuses: [told], messages: [said] });
    const answers = await Promise.all([send(raw), send(raw), send(raw)]);
    expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204]);
    await api.pool.query('delete from provider_reports');
    await api.pool.query('delete from provider_replies');
    expect((await send(raw)).status).toBe(204);
    expect(await eventsOf(told.id)).toMatchObject([{ messageId: told.id, deliveryId: 'd-9' }]);
    expect(await eventsOf(said.id)).toHaveLength(1);
    expect(await wordsOf(said.id)).toBeUndefined();
  });

  it('tells each step of a message, and why one failed without its number', async () => {
    const id = `wamid.${randomUUID()}`;
    const errors = [
      {
        code: 131047,
        title: 'Re-engagement message',
        error_data: { details: 'to +62 812 3456 7890 too late' },
      },
    ];
    const statuses = [
      status({ id, status: 'sent' }),
      status({ id, status: 'read' }),
      status({ id, status: 'failed', errors }),
    ];
    expect((await send(bodyOf({ statuses }))).status).toBe(204);
    expect(await eventsOf(id)).toMatchObject([
      { status: 'sent' },
      { status: 'read' },
      { status: 'failed', reason: 'meta_131047: Re-engagement message: to [number] too late' },
    ]);
  });

  it('that is odd holds up nothing beside it', async () => {
    const [good, said] = [status(), message()];
    const odd = [42, { id: 'x' }, status({ status: 'played' }), status({ status: 'constructor' })];
    const raw = bodyOf({ statuses: [...odd, good], messages: [{}, message({ from: 'x' }), said] });
    expect((await send(raw)).status).toBe(204);
    expect(await eventsOf(good.id)).toHaveLength(1);
    expect(await wordsOf(said.id)).toBe('Halo');
  });

  it('with what no table can keep is taken without it, and a long one is cut between two characters', async () => {
    const broken = message({ text: { body: 'Mo\u0000dem \ud83d mati' } });
    const captioned = message({ text: undefined, type: 'image', image: { caption: '\u0000Lampu' } });
    const long = message({ text: { body: `${'a'.repeat(4_998)}📶 lalu` } });
    const failed = status({ status: 'failed', errors: [{ code: 1, title: 'No\u0000thing' }] });
    const raw = bodyOf({ statuses: [failed], messages: [broken, captioned, long] });
    expect((await send(raw)).status).toBe(204);
    expect(await wordsOf(broken.id)).toBe('Modem  mati');
    expect(await wordsOf(captioned.id)).toBe('[image] Lampu');
    expect(await wordsOf(long.id)).toBe(`${'a'.repeat(4_998)}…`);
    expect(await eventsOf(failed.id)).toMatchObject([{ reason: 'meta_1: Nothing' }]);
  });

  it('about another number of ours, another field or a group is left alone', async () => {
    const [told, said, grouped] = [status(), message(), message({ group_id: 'Y2FwaV9ncm91cA' })];
    expect((await send(bodyOf({ statuses: [told] }, '999999'))).status).toBe(204);
    expect((await send(bodyOf({ messages: [said] }, phoneNumberId, 'message_echoes'))).status).toBe(204);
    expect((await send(bodyOf({ messages: [grouped] }))).status).toBe(204);
    expect(await eventsOf(told.id)).toEqual([]);
    expect(await wordsOf(said.id)).toBeUndefined();
    expect(await wordsOf(grouped.id)).toBeUndefined();
  });

  it('is words: of a button what was pressed, of a picture its caption, of a reaction none', async () => {
    const text = undefined;
    const button = message({ text, type: 'button', button: { text: 'Ya', payload: 'y' } });
    const list = message({
      text,
      type: 'interactive',
      interactive: { list_reply: { id: '1', title: 'Pagi' } },
    });
    const picture = message({ text, type: 'image', image: { id: '1', caption: 'Lampu merah' } });
    const recording = message({ text, type: 'audio', audio: { id: '1' } });
    const reaction = message({ text, type: 'reaction', reaction: { emoji: '👍' } });
    await send(bodyOf({ messages: [button, list, picture, recording, reaction] }));
    const words = [button, list, picture, recording, reaction].map(({ id }) => wordsOf(id));
    expect(await Promise.all(words)).toEqual(['Ya', 'Pagi', '[image] Lampu merah', '[audio]', undefined]);
  });
});

describe('without a word of our own', () => {
  it('nobody is told that the address is ours', async () => {
    const hook = createCloudHook({ secret, verifyToken: undefined, phoneNumberId });
    expect(hook.confirm?.('undefined', '1')).toBeUndefined();
  });
});

describe('what is signed and can be no news', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['another object', '[]'],
  ])('is refused as a mistake of the sender: %s', async (_what, raw) => {
    expect((await send(raw)).status).toBe(400);
  });
});
