import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Client, startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let admin: Client;
let before: Record<string, number>;
beforeAll(async () => {
  api = await startTestApi();
  admin = await api.as('admin');
});
afterAll(() => api.stop());

beforeEach(async () => {
  before = await api.counts();
});
afterEach(async () => {
  expect(await api.counts(), 'nothing is stored').toEqual(before);
  expect(api.logged, 'nothing is an error of ours').toEqual([]);
});

const expectProblem = (answer: Answer, status: number, code: string) => {
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { code, status } });
  expect(answer.headers.get('content-type')).toMatch('application/problem+json');
};
const create = (body: unknown) => admin.post('/api/v1/tickets', body);
const raw = (text: string | Buffer, headers: Record<string, string> = {}) =>
  admin.request('POST', '/api/v1/tickets', { raw: text, headers });
const ticket = { type: 'repair', title: 'x' };
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a body', () => {
  it.each(['{', '{"type":}', 'null x', "{'a':1}", '\u0000', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])])(
    'that is not JSON is refused: %j',
    async (text) => expectProblem(await raw(text), 400, 'malformed_json'),
  );

  it.each(['null', '1', '"text"', '[]', 'true'])('that is no object is refused: %s', async (text) =>
    expectProblem(await raw(text), 400, 'invalid_request'),
  );

  it('of another type is refused', async () => {
    expectProblem(
      await raw('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    );
    expectProblem(
      await raw('{}', { 'content-type': 'application/json; charset=latin1' }),
      415,
      'unsupported_media_type',
    );
    expectProblem(await raw('{}', { 'content-encoding': 'gzip' }), 415, 'unsupported_media_type');
  });

  it('of 5 MB is refused, with its length told and without', async () => {
    expectProblem(await create({ ...ticket, description: 'x'.repeat(5_000_000) }), 413, 'payload_too_large');
    expect(await chunked(5_000_000)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('nested deeply is refused', async () => {
    expectProblem(await raw(`{"title":${nested(25)}}`), 400, 'invalid_request');
    expectProblem(await raw(nested(40_000)), 400, 'invalid_request');
  });

  it.each(['__proto__', 'constructor', 'prototype'])('with the key %s is refused', async (key) =>
    expectProblem(await raw(`{"type":"repair","title":"x","${key}":{"admin":true}}`), 400, 'invalid_request'),
  );
});

describe('a field', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['unknown', { ...ticket, color: 'red' }, ''],
    ['of the wrong type', { ...ticket, title: 7 }, 'title'],
    ['not of the list', { ...ticket, priority: 'urgent' }, 'priority'],
    ['over-long', { ...ticket, title: 'x'.repeat(201) }, 'title'],
    ['with NUL', { ...ticket, title: 'a\u0000b' }, 'title'],
    ['with a lone surrogate', { ...ticket, title: 'a\ud800b' }, 'title'],
    ['missing', { type: 'repair' }, 'title'],
    ['that is no id', { ...ticket, customerId: '1; drop table users' }, 'customerId'],
    ['that names nobody', { ...ticket, customerId: '00000000-0000-7000-8000-000000000000' }, 'customerId'],
    ['that is no instant', { ...ticket, scheduledAt: 'tomorrow' }, 'scheduledAt'],
    ['of the year 275760', { ...ticket, scheduledAt: '+275760-01-01T00:00:00Z' }, 'scheduledAt'],
    ['of the year 9999', { ...ticket, scheduledAt: '9999-01-01T00:00:00Z' }, 'scheduledAt'],
  ];
  it.each(cases)('%s is refused and named', async (_what, body, path) => {
    const answer = await create(body);
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('with a huge number is refused', async () => {
    for (const number of ['1e400', '9'.repeat(400), '-0.5', '1e21', '2147483648']) {
      const answer = await admin.request('POST', '/api/v1/technicians', {
        raw: `{"employeeNumber":"E-9","name":"x","skillLevel":"junior","zone":"north","maxTicketsPerDay":${number}}`,
      });
      expectProblem(answer, 400, 'invalid_request');
    }
  });
});

describe('an address', () => {
  it.each([
    ['/api/v1/tickets/not-an-id', 404],
    ['/api/v1/tickets/00000000-0000-7000-8000-000000000000', 404],
    ['/api/v1/tickets/%00', 404],
    ['/api/v1/tickets/%ED%A0%80', 400],
    ['/api/v1/tickets/%zz', 400],
    ['/api/v1/nothing', 404],
    [`/api/v1/tickets/${'x'.repeat(5_000)}`, 404],
    ['/api/v1/tickets?status=%00', 400],
    ['/api/v1/tickets?__proto__[a]=1', 400],
    ['/api/v1/tickets?limit=999999999999999999999', 400],
    ['/api/v1/tickets?cursor=%00', 400],
    [`/api/v1/tickets?cursor=${Buffer.from('["-createdAt",1e308,"x"]').toString('base64url')}`, 400],
    [`/api/v1/tickets?cursor=${Buffer.from('["-createdAt",7258118400000,"x"]').toString('base64url')}`, 200],
    [`/api/v1/audit?cursor=${Buffer.from('["-id","x","99999999999999999999"]').toString('base64url')}`, 400],
    [
      `/api/v1/customers?sort=name&cursor=${Buffer.from('["name","\\u0000","x"]').toString('base64url')}`,
      400,
    ],
    [`/api/v1/customers?q=${encodeURIComponent('\\')}`, 200],
    ['/api/v1/deliveries?eventId=99999999999999999999', 400],
    ['/api/v1/deliveries?eventId=999999999999999999', 200],
    ['/api/v1/dead-letters?limit=1&limit=2', 400],
    ['/api/v1/session?x=1', 400],
  ])('%s answers %i', async (path, status) => {
    const answer = await admin.get(path);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  });

  it('for another method says which it takes', async () => {
    const answer = await admin.request('PUT', '/api/v1/tickets', { body: {} });
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });
});

describe('what is refused besides', () => {
  it('names a trace where there is one, and never a stack or a query', async () => {
    const answer = await create({ type: 'repair' });
    expect(JSON.stringify(answer.body)).not.toMatch(/select |at .*\.ts|node_modules/i);
  });

  it('garbage instead of HTTP', async () => {
    expect(await say('GARBAGE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await say(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });
});

/** What the server says to these bytes before it closes, or has said enough. */
function say(text: string, then?: (write: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(new URL(api.url).port), host: '127.0.0.1' });
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
      socket.end();
      resolve(answer);
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error) => (answer ? resolve(answer) : reject(error)));
    socket.write(text);
    then?.((more) => socket.write(more));
  });
}

function chunked(bytes: number): Promise<string> {
  const head = `POST /api/v1/tickets HTTP/1.1\r\nhost: ${new URL(api.url).host}\r\norigin: ${api.url}\r\ncookie: ${admin.cookie}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
  const piece = 'x'.repeat(50_000);
  return say(head, (write) => {
    for (let sent = 0; sent < bytes; sent += piece.length)
      write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
  });
}
