// Every operation of the OpenAPI document, asked by an administrator with rubbish in each parameter, header and field of
// its body in turn, while the rest of the request is good: nothing of it may be an error of ours.

import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret, SESSION_COOKIE, sessionSecret } from '../../src/authority/credentials.ts';
import type { Command } from '../../src/engine/actor-types.ts';
import {
  type Client,
  createClient,
  hashOfPassword,
  randomAddress,
  startTestApi,
  type TestApi,
} from '../support/api.ts';
import { bodyOf, type Json, type Operation, operations, scopeOf } from '../support/operations.ts';
import { type Params, unknownParam } from '../support/row-scopes.ts';

const inAddresses = ['\u0000', '%', '99999999999999999999', 'é'.repeat(300)];
const inQueries = [
  ...inAddresses,
  'a,b',
  '2099-12-31T23:59:59.999+14:00',
  '2000-01-01..2099-12-31',
  ...['["-createdAt",1e300,"x"]', '["name","x",1]'].map((words) => Buffer.from(words).toString('base64url')),
];
const inBodies: readonly unknown[] = [
  null,
  true,
  'a\u0000b',
  '\ud800',
  '😀'.repeat(90),
  'x'.repeat(3_000),
  -1,
  2_147_483_648,
  1e308,
  [],
  {},
  ['x', 'x'],
  '2099-12-31T23:59:59.999Z',
  '9999-12-31',
];
const AT_ONCE = 8;

let api: TestApi;
let asked = 0;
let admins = 0;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api.stop();
  console.log(`rubbish: ${asked} requests over ${operations.length} operations`);
});

describe('rubbish in one place of a request', () => {
  it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    'is no error of ours: %s',
    async (_name, operation) => {
      const body = operation.body ? await bodyOf(operation) : undefined;
      const params = (await scopeOf(operation.path)?.own?.(api, 'admin')) ?? {};
      const client = await newAdmin();
      const requests = [...requestsOf(operation, params, body)];
      const faults: string[] = [];
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let request = requests.shift(); request; request = requests.shift()) {
            const { status } = await ask(client, operation, request);
            // Neither trace store nor local provider is there.
            if (status >= 500 && status !== 503)
              faults.push(`${status} ${JSON.stringify(request).slice(0, 500)}`);
          }
        }),
      );
      expect(faults, api.logged.at(-1)).toEqual([]);
    },
  );
});

/** One for each operation: some lock or sign out whoever asks. */
async function newAdmin(): Promise<Client> {
  const id = v7();
  const username = `rubbish-${++admins}`;
  await api.commands.run({
    creates: true,
    items: [
      {
        actor: { kind: 'user', id },
        command: {
          type: 'create',
          username,
          name: 'Of rubbish',
          email: null,
          phone: null,
          role: 'admin',
          zone: null,
          customerId: null,
          technicianId: null,
          locale: 'en',
          passwordHash: await hashOfPassword(),
        } as Command,
        by: { kind: 'system', id: 'test' },
        trace: null,
      },
    ],
    answer: () => ({ status: 201, headers: {}, body: null }),
  });
  // By its row: signing in takes the time that a password takes.
  const secret = sessionSecret(randomBytes(32));
  await api.pool.query(
    `insert into sessions (id, public_id, user_id, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
    [hashSecret(secret), v7(), id],
  );
  return createClient(api.url, { cookie: `${SESSION_COOKIE}=${secret}`, origin: api.url });
}

interface Asked {
  readonly params: Params;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

function* requestsOf(operation: Operation, params: Params, body: unknown): Generator<Asked> {
  const good = body === undefined ? { params } : { params, body };
  yield good;
  for (const name of [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => String(match[1]))) {
    for (const value of inAddresses) yield { ...good, params: { ...params, [name]: value } };
  }
  for (const name of operation.query) {
    for (const value of inQueries) yield { ...good, query: `?${name}=${encodeURIComponent(value)}` };
    yield { ...good, query: `?${name}=%ED%A0%80` };
    yield { ...good, query: `?${name}=a&${name}=b` };
    yield { ...good, query: `?${name}[x]=a` };
  }
  for (const value of ['"1"', 'x', '"999999999999999"', '*']) {
    yield { ...good, headers: { 'if-match': value } };
  }
  if (operation.method !== 'GET') yield { ...good, headers: { 'idempotency-key': 'x y' } };
  for (const spoilt of spoiltBodies(body)) yield { params, body: spoilt };
}

/** The body with each of its values, however deep, replaced by each piece of rubbish; and without it. */
function* spoiltBodies(body: unknown): Generator<unknown> {
  if (typeof body !== 'object' || body === null) return;
  for (const key of Object.keys(body)) {
    const own = (body as Json)[key];
    const replaced = (value: unknown): unknown =>
      Array.isArray(body) ? body.with(Number(key), value) : { ...body, [key]: value };
    for (const value of inBodies) yield replaced(value);
    for (const deeper of spoiltBodies(own)) yield replaced(deeper);
    if (!Array.isArray(body)) {
      const { [key]: _left, ...rest } = body as Json;
      yield rest;
    }
  }
}

async function ask(
  client: Client,
  { method, path }: Operation,
  { params, query = '', body, headers = {} }: Asked,
) {
  asked += 1;
  const address = path.replace(/\{(\w+)\}/g, (_all, key: string) =>
    encodeURIComponent(params[key] ?? unknownParam(key)),
  );
  return await client.request(method, address + query, {
    ...(body === undefined ? {} : { body }),
    headers: { 'x-forwarded-for': randomAddress(), 'if-match': '*', accept: 'application/json', ...headers },
  });
}
