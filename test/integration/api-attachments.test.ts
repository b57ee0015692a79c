// Photos and files on tickets: what is taken, who reads it, what is left behind.

import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toProblem } from '../../src/api/problem.ts';
import { receiveFile } from '../../src/api/upload.ts';
import { MAX_FILE_BYTES, MAX_FILES } from '../../src/contracts/attachments.ts';
import { expireFiles } from '../../src/engine/files.ts';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';
import { jpegOf, sendPhoto, webp } from '../support/photos.ts';
import { waitFor } from '../support/wait.ts';

let api: TestApi;
let customer: Client;
let stranger: Client;
let technician: Client;
let supervisor: Client;
let service: Client;
beforeAll(async () => {
  api = await startTestApi();
  [customer, stranger, technician, supervisor, service] = await Promise.all([
    api.as('customer'),
    api.as('customer2'),
    api.as('technician'),
    api.as('supervisor'),
    api.as('customer_service'),
  ]);
});
afterAll(() => api.stop());

async function ticket(): Promise<string> {
  const { body } = await customer.post('/api/v1/tickets', { type: 'repair', title: 'No light' });
  return body.id;
}

const listOf = (client: Client, id: string) => client.get(`/api/v1/tickets/${id}/attachments`);
const idOf = (location: string | null) => String(location).split('/').at(-1) as string;

async function bytesOf(client: Client, path: string) {
  const response = await fetch(api.url + path, { headers: { cookie: String(client.cookie) } });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function files(): Promise<number> {
  const { rows } = await api.pool.query<{ n: number }>('select count(*)::int as n from files');
  return rows[0]?.n ?? 0;
}

async function events(id: string) {
  const { rows } = await api.pool.query(
    `select type, data, audience from events where actor_id = $1 and type like 'ticket.attach%' order by seq`,
    [id],
  );
  return rows;
}

describe('a photo', () => {
  it('comes back as it was sent, to be shown and never to be run', async () => {
    const id = await ticket();
    const image = jpegOf(300_000);
    const sent = await sendPhoto(customer, id, { raw: image, name: 'Rumah – depan.jpeg' });
    expect(sent.status).toBe(201);
    const path = String(sent.headers.get('location'));
    const { response, bytes } = await bytesOf(technician, path);
    expect(bytes.equals(image)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '300000',
      'content-disposition': expect.stringMatching(/^inline; filename=.*filename\*=UTF-8''Rumah/),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    });
    const etag = String(response.headers.get('etag'));
    expect((await technician.get(path, { 'if-none-match': etag })).status).toBe(304);
    const saved = await technician.get(`${path}?download=true`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('has a name that is fit for a file system, and ends as its content is', async () => {
    const id = await ticket();
    for (const name of ['../../etc/passwd', 'a<b>:"c|?*\u202Egnp.exe', '', '.html'])
      expect((await sendPhoto(customer, id, { name })).status).toBe(201);
    const { body } = await listOf(customer, id);
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual([
      'passwd.webp',
      'abcgnp.webp',
      'file.webp',
      'file.webp',
    ]);
  });

  it('of the customer is seen by the customer and by staff, and by no other customer', async () => {
    const id = await ticket();
    const path = String((await sendPhoto(customer, id)).headers.get('location'));
    expect((await listOf(customer, id)).body).toMatchObject({
      room: MAX_FILES - 1,
      data: [{ mine: true, removable: true, by: null, type: 'image/webp', bytes: webp.length }],
    });
    expect((await listOf(service, id)).body.data).toMatchObject([
      { mine: false, removable: false, by: { id: api.people.customer.id } },
    ]);
    expect((await listOf(stranger, id)).status).toBe(404);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await sendPhoto(stranger, id)).status).toBe(404);
    const other = await ticket();
    expect((await customer.get(path.replace(id, other))).status).toBe(404);
  });

  it('for staff only is, in the list, by its address, in the history and live', async () => {
    const id = await ticket();
    const path = String((await sendPhoto(technician, id, { internal: true })).headers.get('location'));
    expect((await listOf(customer, id)).body.data).toEqual([]);
    expect((await customer.get(path)).status).toBe(404);
    expect((await customer.request('DELETE', path)).status).toBe(404);
    const { body } = await customer.get(`/api/v1/tickets/${id}/history`);
    expect(JSON.stringify(body)).not.toContain(idOf(path));
    const [event] = await events(id);
    expect(event.audience.map((entry: { class: string }) => entry.class)).toEqual(['staff']);
    expect((await sendPhoto(customer, id, { internal: true })).status).toBe(403);
    expect((await listOf(service, id)).body.data).toMatchObject([{ internal: true }]);
    // To read what is internal one has to be staff, to write it takes a right: as of comments.
    const { token } = (await service.post('/api/v1/tokens', { name: 'reads', scopes: ['tickets.view_all'] }))
      .body;
    expect((await listOf(api.withBearer(token), id)).body.data).toMatchObject([{ internal: true }]);
  });

  it('is in the log without its name, and a handful of them is told once', async () => {
    const id = await ticket();
    await sendPhoto(customer, id, { name: 'KTP Budi Santoso.webp' });
    await sendPhoto(customer, id);
    const log = await events(id);
    expect(log.map(({ data }) => data.first)).toEqual([true, false]);
    expect(JSON.stringify(log)).not.toContain('Budi');
    const read = log[0].audience.find((entry: { class: string }) => entry.class === 'public');
    expect(Object.keys(read.data).sort()).toEqual(['attachmentId', 'bytes', 'fileType', 'number']);
  });

  it('is attached once, however often it is sent with the same key, and only one copy stays', async () => {
    const id = await ticket();
    const before = await files();
    const headers = { 'idempotency-key': v7() };
    const [first, second] = [
      await sendPhoto(customer, id, { headers }),
      await sendPhoto(customer, id, { headers }),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect((await sendPhoto(customer, id, { headers, raw: jpegOf(1_000) })).status).toBe(422);
    expect(await files()).toBe(before + 1);
    expect((await listOf(customer, id)).body.data).toHaveLength(1);
  });

  it('beyond the number that a ticket holds is refused, and not kept', async () => {
    const id = await ticket();
    for (let count = 0; count < MAX_FILES; count++) await sendPhoto(customer, id);
    const before = await files();
    expect((await sendPhoto(customer, id)).body).toMatchObject({ code: 'not_possible' });
    expect(await files()).toBe(before);
    expect((await listOf(customer, id)).body.room).toBe(0);
  });
});

describe('a photo is removed', () => {
  it('by whoever sent it, with its bytes; that it was there stays in the history', async () => {
    const id = await ticket();
    const path = String((await sendPhoto(customer, id)).headers.get('location'));
    const headers = { 'idempotency-key': v7() };
    expect((await customer.request('DELETE', path, { headers })).status).toBe(200);
    expect((await customer.request('DELETE', path, { headers })).status).toBe(200);
    expect((await customer.request('DELETE', path)).status).toBe(404);
    expect((await customer.get(path)).status).toBe(404);
    const { rowCount } = await api.pool.query('select from file_chunks where file_id = $1', [idOf(path)]);
    expect(rowCount).toBe(0);
    const { body } = await customer.get(`/api/v1/tickets/${id}/history`);
    expect(body.data.map(({ type }: { type: string }) => type)).toContain('ticket.attachment_removed');
  });

  it('by a supervisor, and by nobody else', async () => {
    const id = await ticket();
    const path = String((await sendPhoto(customer, id)).headers.get('location'));
    expect((await service.request('DELETE', path)).status).toBe(403);
    expect((await stranger.request('DELETE', path)).status).toBe(404);
    expect((await supervisor.request('DELETE', path)).status).toBe(200);
  });
});

describe('what is not taken', () => {
  it.each([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing that can run', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2_000)])],
    ['an archive', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2_000)])],
    ['a GIF', Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(2_000)])],
  ])('%s is refused by its content, whatever it says that it is', async (_what, raw) => {
    const id = await ticket();
    const before = await files();
    const headers = { 'content-type': 'image/jpeg' };
    const answer = await sendPhoto(customer, id, { raw, headers, name: 'photo.jpg' });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_file' } });
    expect(await files()).toBe(before);
    expect(await events(id)).toEqual([]);
  });

  it('nothing at all', async () => {
    const answer = await sendPhoto(customer, await ticket(), { raw: Buffer.alloc(0) });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'body' }] } });
  });

  it.each([
    ['that says its size', true],
    ['that does not', false],
  ])('too much, %s, is refused as soon as it is known, and nothing stays', async (_how, says) => {
    const id = await ticket();
    const before = await files();
    const bytes = MAX_FILE_BYTES + 1;
    expect(await stream(id, bytes, says)).toBe(413);
    await waitFor(async () => (await files()) === before);
  });

  it('the largest is', async () => {
    expect(await stream(await ticket(), MAX_FILE_BYTES)).toBe(201);
  });
});

describe('an upload', () => {
  it('that breaks off leaves nothing', async () => {
    const id = await ticket();
    const before = await files();
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write(
      `POST /api/v1/tickets/${id}/attachments HTTP/1.1\r\nHost: ${new URL(api.url).host}\r\nOrigin: ${api.url}\r\n` +
        `Cookie: ${customer.cookie}\r\nContent-Length: 1000000\r\n\r\n`,
    );
    socket.write(jpegOf(400_000));
    await waitFor(async () => (await files()) > before);
    socket.destroy();
    await waitFor(async () => (await files()) === before);
    expect(api.logged.filter((line) => line.includes('request failed'))).toEqual([]);
  });

  it('that was never ended is removed after an hour, an attached one stays', async () => {
    const id = await ticket();
    const kept = idOf((await sendPhoto(customer, id)).headers.get('location'));
    const loose = v7();
    await api.pool.query('insert into files (id) values ($1)', [loose]);
    await expireFiles.remove(api.pool, 1_000);
    const left = async () =>
      (await api.pool.query('select id from files where id = any($1)', [[kept, loose]])).rowCount;
    expect(await left()).toBe(2);
    await api.pool.query(`update files set started_at = now() - interval '2 hours'`);
    await expireFiles.remove(api.pool, 1_000);
    expect(await left()).toBe(1);
    expect((await listOf(customer, id)).body.data).toHaveLength(1);
  });

  it.each([
    ['falls silent', { silenceMs: 150, wholeMs: 60_000 }, 60_000],
    ['trickles', { silenceMs: 60_000, wholeMs: 300 }, 20],
  ])('that %s is answered and ended', async (_how, limits, everyMs) => {
    const before = await files();
    const server = await slowServer(limits);
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n');
    socket.write(jpegOf(1_000));
    const drip = setInterval(() => socket.write('x'), everyMs);
    const [said] = (await once(socket, 'data')) as [Buffer];
    clearInterval(drip);
    expect(said.toString()).toMatch(/^HTTP\/1\.1 408/);
    await once(socket, 'close');
    await waitFor(async () => (await files()) === before);
    server.close();
  });

  it('is one of ten at once, and the process holds pieces of them only', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, ticket));
    // What is not collected yet is held by nobody.
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = () => {
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    // From the least to the most of all samples: what earlier tests left may be given back in the midst of this one.
    const samples = [held()];
    const watch = setInterval(() => samples.push(held()), 20);
    const answers = await Promise.all(ids.map((id) => stream(id, MAX_FILE_BYTES)));
    clearInterval(watch);
    expect(answers).toEqual(ids.map(() => 201));
    expect(samples.length).toBeGreaterThan(2);
    // Whole, they are 80 MB.
    expect(Math.max(...samples) - Math.min(...samples)).toBeLessThan(30 * 1024 * 1024);
    const { rows } = await api.pool.query<{ bytes: number }>(
      `select sum(length(content))::int as bytes from file_chunks c join ticket_attachments a on a.id = c.file_id
        where ticket_id = any($1) group by ticket_id`,
      [ids],
    );
    expect(rows.map(({ bytes }) => bytes)).toEqual(ids.map(() => MAX_FILE_BYTES));
  }, 90_000);
});

/**
 * Sends a JPEG of so many bytes from one small buffer, as fast as it is taken, and says how it was answered.
 * @param says its size at the beginning, and then waits for the answer before it sends more
 */
function stream(ticketId: string, bytes: number, says = false): Promise<number> {
  const part = jpegOf(64 * 1024);
  let sent = 0;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${api.url}/api/v1/tickets/${ticketId}/attachments`,
      {
        method: 'POST',
        headers: {
          cookie: String(customer.cookie),
          origin: api.url,
          ...(says ? { 'content-length': bytes } : {}),
        },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
        if (says) request.destroy();
      },
    );
    request.on('error', reject);
    const send = (): void => {
      while (sent < bytes && !request.destroyed) {
        const size = Math.min(part.length, bytes - sent);
        sent += size;
        if (!request.write(size === part.length ? part : part.subarray(0, size))) {
          request.once('drain', send);
          return;
        }
      }
      request.end();
    };
    if (says) request.write(part);
    else send();
  });
}

async function slowServer(limits: { silenceMs: number; wholeMs: number }): Promise<Server> {
  const server = createServer(async (request, response) => {
    try {
      await receiveFile(api.pool, request, v7(), limits);
    } catch (error) {
      const { status, headers } = toProblem(error, '', undefined);
      response.writeHead(status, headers).end();
    }
  });
  server.listen(0);
  await once(server, 'listening');
  return server;
}
