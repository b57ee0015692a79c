/** The running platform from outside: its API as two of the demo's people, its processes, its own Redis. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../../src/engine/config.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { type ControlRow, callControl, controlSocketPath } from '../../src/ops/control-protocol.ts';
import { DEMO_PASSWORD } from '../../src/ops/demo/people.ts';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the demo looks into answers of every shape
  readonly body: any;
}

/** Somebody who asks the API, signed in or not. */
export interface Caller {
  get(path: string, accept?: string): Promise<Answer>;
  send(method: string, path: string, body: unknown, key?: string): Promise<Answer>;
}

export interface Client extends Caller {
  readonly cookie: string;
  /** Sends the bytes of an image. */
  upload(path: string, image: Buffer): Promise<Answer>;
  readonly user: { readonly id: string; readonly customerId?: string; readonly technicianId?: string };
}

export interface DemoPlatform {
  readonly apiUrl: string;
  readonly realtimeUrl: string;
  readonly db: Pool;
  signIn(username: string, password?: string): Promise<Client>;
  /** Without an account; `token` goes along as bearer. */
  visit(token?: string): Caller;
  rows(): Promise<readonly ControlRow[]>;
  /** kill -9, and again whenever somebody starts it, for so long. */
  keepRedisDown(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export async function openPlatform(): Promise<DemoPlatform> {
  const config = readConfig();
  if (config.NODE_ENV === 'production')
    throw new Error('This changes what it finds: it refuses to run with NODE_ENV=production.');
  const socket = controlSocketPath(config.DATA_DIR);
  const databaseUrl = await askLine(socket, 'database').catch(() => {
    throw new Error('The platform is not running. Start it with: npm start');
  });
  const apiUrl = `http://127.0.0.1:${config.API_PORT}`;
  const db = createPool({ url: databaseUrl, poolSize: 2, name: 'demo' });
  const redisPid = async (): Promise<number> =>
    Number(await readFile(join(config.DATA_DIR, 'redis', 'redis.pid'), 'utf8').catch(() => ''));
  return {
    apiUrl,
    realtimeUrl: `http://127.0.0.1:${config.REALTIME_PORT}`,
    db,
    signIn: (username, password = DEMO_PASSWORD) => signIn(apiUrl, username, password),
    visit: (token) => callerOf(apiUrl, token === undefined ? {} : { authorization: `Bearer ${token}` }),
    async rows() {
      const rows: ControlRow[] = [];
      await callControl(socket, { verb: 'list', args: [] }, (answer) => {
        if ('rows' in answer) rows.push(...answer.rows);
      });
      return rows;
    },
    async keepRedisDown(ms) {
      const first = await redisPid();
      if (!(first > 0)) throw new Error('Redis is none of the platform’s own here, so it is not killed.');
      for (const endsAt = performance.now() + ms; performance.now() < endsAt; ) {
        const pid = await redisPid();
        if (pid > 0 && (await isRedis(pid))) process.kill(pid, 'SIGKILL');
        await pause(25);
      }
    },
    stop: () => db.end(),
  };
}

async function askLine(socket: string, verb: string): Promise<string> {
  let line: string | undefined;
  await callControl(socket, { verb, args: [] }, (answer) => {
    if ('line' in answer) line = answer.line;
  });
  if (line === undefined) throw new Error(`no answer to ${verb}`);
  return line;
}

async function isRedis(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).startsWith('redis-server');
}

async function signIn(apiUrl: string, username: string, password: string): Promise<Client> {
  const answer = await fetch(`${apiUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: apiUrl },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`${username} could not sign in (${answer.status}): is there demo data?`);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { user } = (await answer.json()) as { user: Client['user'] };
  const upload = async (path: string, image: Buffer): Promise<Answer> => {
    const response = await fetch(apiUrl + path, {
      method: 'POST',
      headers: { cookie, origin: apiUrl, 'content-type': 'image/webp', 'idempotency-key': randomUUID() },
      body: new Uint8Array(image),
    });
    return { status: response.status, body: await response.json() };
  };
  return { cookie, user, upload, ...callerOf(apiUrl, { cookie }) };
}

function callerOf(apiUrl: string, headers: Readonly<Record<string, string>>): Caller {
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    key: string = randomUUID(),
    accept = 'application/json',
  ) => {
    const response = await fetch(apiUrl + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
      headers: {
        ...headers,
        origin: apiUrl,
        accept,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  };
  return { get: (path, accept) => ask('GET', path, undefined, undefined, accept), send: ask };
}
