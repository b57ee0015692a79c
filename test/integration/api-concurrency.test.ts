import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let supervisor: Client;
beforeAll(async () => {
  api = await startTestApi();
  supervisor = await api.as('supervisor');
});
afterAll(() => api.stop());

const newTicket = async () => {
  const { body } = await supervisor.post('/api/v1/tickets', { type: 'repair', title: 'x', zone: 'north' });
  return body.id as string;
};

describe('two people at one ticket', () => {
  it('edit it at once: one wins, the other is told the version that stands', async () => {
    const id = await newTicket();
    const other = await api.as('noc');
    const edit = (client: Client, title: string) =>
      client.request('PATCH', `/api/v1/tickets/${id}`, { body: { title }, headers: { 'if-match': '"1"' } });
    const answers = await Promise.all([edit(supervisor, 'first'), edit(other, 'second')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const lost = answers.find(({ status }) => status === 412);
    expect(lost).toMatchObject({ body: { code: 'stale_version', currentVersion: 2 } });
    expect(lost?.headers.get('etag')).toBe('"2"');
    const won = answers.find(({ status }) => status === 200);
    const now = await supervisor.get(`/api/v1/tickets/${id}`);
    expect(now.body).toMatchObject({ title: won?.body.title, version: 2 });
  });

  it('claim it at once: one has it', async () => {
    const id = await newTicket();
    const technician = await api.as('technician');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => technician.post(`/api/v1/tickets/${id}/claim`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
  });

  it('comment at once: every comment is there, in one order', async () => {
    const id = await newTicket();
    const texts = Array.from({ length: 10 }, (_, index) => `comment ${index}`);
    const answers = await Promise.all(
      texts.map((text) => supervisor.post(`/api/v1/tickets/${id}/comments`, { text })),
    );
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    const { body } = await supervisor.get(`/api/v1/tickets/${id}/history`);
    expect(body.data.map((entry: { seq: number }) => entry.seq)).toEqual(
      Array.from({ length: 11 }, (_, i) => i + 1),
    );
    expect(
      body.data
        .slice(1)
        .map((entry: { data: { text: string } }) => entry.data.text)
        .sort(),
    ).toEqual(texts.sort());
  });

  it('a command with a stale ETag is refused, without one it goes by the state', async () => {
    const id = await newTicket();
    await supervisor.request('PATCH', `/api/v1/tickets/${id}`, {
      body: { title: 'y' },
      headers: { 'if-match': '"1"' },
    });
    const cancel = (headers: Record<string, string>) =>
      supervisor.post(`/api/v1/tickets/${id}/cancel`, { reason: 'x' }, headers);
    expect(await cancel({ 'if-match': '"1"' })).toMatchObject({ status: 412, body: { currentVersion: 2 } });
    expect((await cancel({})).status).toBe(200);
  });
});

describe('the history', () => {
  it('pages without a gap', async () => {
    const id = await newTicket();
    for (let count = 0; count < 4; count++) {
      await supervisor.post(`/api/v1/tickets/${id}/comments`, { text: 'x' });
    }
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await supervisor.get(`/api/v1/tickets/${id}/history?limit=2${cursor}`);
      seen.push(...body.data.map((entry: { seq: number }) => entry.seq));
      cursor = body.page.next ? `&cursor=${body.page.next}` : '';
    } while (cursor);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it.each(['x', 'LTE', 'MS41', 'OTk5OTk5OTk5OTk5'])('refuses the cursor %s', async (cursor) => {
    const id = await newTicket();
    const answer = await supervisor.get(`/api/v1/tickets/${id}/history?cursor=${cursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });
});
