// The API in this process, on a database of its own, with one person of each role.

import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { CustomerCommand } from '../../src/actors/customer/commands.ts';
import type { TechnicianCommand } from '../../src/actors/technician/commands.ts';
import type { UserCommand } from '../../src/actors/user/commands.ts';
import { type ApiOptions, type RunningApi, startApi } from '../../src/api/server.ts';
import { createPasswords } from '../../src/authority/passwords.ts';
import type { Role } from '../../src/contracts/permissions.ts';
import { createSchedules } from '../../src/cron/schedules.ts';
import { type CommandRunner, createCommandRunner } from '../../src/engine/command.ts';
import type { Committed } from '../../src/engine/committed.ts';
import type { Pool } from '../../src/engine/database.ts';
import { createLogger } from '../../src/engine/logger.ts';
import { createUpcasters } from '../../src/engine/upcasters.ts';
import { handlersIn, upcasters } from '../../src/handlers/registry.ts';
import { createRenderClient } from '../../src/renderer/client.ts';
import { createTestDatabase } from './database.ts';
import { sharedServers } from './servers.ts';

/** What the test's API marks and seals with. */
export const TEST_KEY = 'a-key-of-at-least-thirty-two-characters';

export const PASSWORD = 'correct horse battery';

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly zone: string | null;
  readonly customerId: string | null;
  readonly technicianId: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

export interface Client {
  readonly cookie: string | undefined;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

interface RequestOptions {
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Buffer;
  readonly headers?: Record<string, string>;
}

export interface TestApi {
  readonly url: string;
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly committed: Committed[];
  readonly logged: string[];
  readonly people: Readonly<Record<Role | 'technician2' | 'customer2', Person>>;
  /** Without a session. */
  readonly anonymous: Client;
  /** Signed in as the person; the session is kept for the next call. */
  as(who: Role | 'technician2' | 'customer2'): Promise<Client>;
  signIn(username: string, password?: string): Promise<Client>;
  withBearer(token: string): Client;
  commands: CommandRunner;
  /** How many rows of the tables that a refused request must not touch. */
  counts(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** `throughPort`: the API reaches PostgreSQL through a proxy there, the tests' own pool does too. */
export async function startTestApi(
  overrides: Partial<ApiOptions> = {},
  { throughPort }: { throughPort?: number } = {},
): Promise<TestApi> {
  const database = await createTestDatabase();
  const databaseUrl = new URL(database.url);
  if (throughPort !== undefined) databaseUrl.port = String(throughPort);
  const committed: Committed[] = [];
  const logged: string[] = [];
  const logger = createLogger({ role: 'api', level: 'warn', write: (line) => logged.push(line) });
  const { registry, definitions } = createSchedules('Asia/Jakarta');
  const api: RunningApi = await startApi({
    port: 0,
    databaseUrl: databaseUrl.href,
    poolSize: 5,
    name: 'test-api',
    redisUrl: sharedServers().redisUrl,
    registry,
    schedules: definitions,
    ringer: { ring: (what) => committed.push(what), ringMailboxes: () => undefined },
    handlers: handlersIn('Asia/Jakarta'),
    upcast: createUpcasters(upcasters),
    requestsPerMinute: 100_000,
    trustedProxies: 'loopback',
    secureCookies: false,
    reachesGroups: true,
    logger,
    queues: undefined,
    secretKey: TEST_KEY,
    metrics: async () => 'up 1\n',
    render: createRenderClient({ url: undefined, logger }),
    traces: undefined,
    provider: undefined,
    ...overrides,
  });
  const commands = createCommandRunner({
    pool: api.pool,
    registry,
    now: () => new Date(),
    newId: () => uuid(),
    onCommitted: () => undefined,
  });
  const people = await seed(commands);
  const url = `http://127.0.0.1:${api.port}`;
  const clients = new Map<string, Promise<Client>>();
  const anonymous = createClient(url, {});

  const signIn = async (username: string, password = PASSWORD): Promise<Client> => {
    // An address of its own for each sign-in, so that no test uses up another one's limit.
    const answer = await anonymous.post(
      '/api/v1/session',
      { username, password },
      {
        'x-forwarded-for': randomAddress(),
      },
    );
    if (answer.status !== 201) throw new Error(`${username} cannot sign in: ${JSON.stringify(answer.body)}`);
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return createClient(url, { cookie, origin: url });
  };

  return {
    url,
    databaseUrl: databaseUrl.href,
    pool: api.pool,
    committed,
    logged,
    people,
    anonymous,
    commands,
    signIn,
    as(who) {
      const client = clients.get(who) ?? signIn(people[who].username);
      clients.set(who, client);
      return client;
    },
    withBearer: (token) => createClient(url, { authorization: `Bearer ${token}` }),
    async counts() {
      const tables = [
        'events',
        'tickets',
        'users',
        'customers',
        'technicians',
        'deliveries',
        'broadcasts',
        'tokens',
      ];
      const { rows } = await api.pool.query<Record<string, number>>(
        `select ${tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ')}`,
      );
      return rows[0] ?? {};
    },
    async stop() {
      await api.stop({ rolling: false });
      await database.stop();
    },
  };
}

export function randomAddress(): string {
  const bytes = randomUUID().replaceAll('-', '').slice(0, 6).match(/../g) ?? [];
  return `10.${bytes.map((byte) => Number.parseInt(byte, 16)).join('.')}`;
}

export function createClient(url: string, own: Record<string, string>): Client {
  const request = async (method: string, path: string, options: RequestOptions = {}): Promise<Answer> => {
    const hasBody = options.body !== undefined || options.raw !== undefined;
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...own,
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...options.headers,
      },
      ...(hasBody ? { body: options.raw ?? JSON.stringify(options.body) } : {}),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    cookie: own.cookie,
    request,
    get: (path, headers = {}) => request('GET', path, { headers }),
    post: (path, body = {}, headers = {}) => request('POST', path, { body, headers }),
  };
}

export async function seed(commands: CommandRunner): Promise<TestApi['people']> {
  const passwordHash = await hashOfPassword();
  const make = async (kind: string, command: CustomerCommand | TechnicianCommand | UserCommand) => {
    const id = uuid();
    await commands.run({
      creates: true,
      items: [{ actor: { kind, id }, command, by: { kind: 'system', id: 'test' }, trace: null }],
      answer: () => ({ status: 201, headers: {}, body: null }),
    });
    return id;
  };
  await commands.run({
    items: [
      {
        actor: { kind: 'zone_group', id: 'north' },
        command: { type: 'set', groupId: 'group:north' } as { type: 'set' },
        by: { kind: 'system', id: 'test' },
        trace: null,
      },
    ],
    answer: () => ({ status: 200, headers: {}, body: null }),
  });
  const person = async (
    username: string,
    role: Role,
    of: { zone?: string; customerId?: string; technicianId?: string } = {},
  ): Promise<Person> => {
    const facts = {
      username,
      role,
      zone: of.zone ?? null,
      customerId: of.customerId ?? null,
      technicianId: of.technicianId ?? null,
    };
    const contacts = { name: `The ${username}`, email: `${username}@example.test`, phone: null };
    const id = await make('user', { type: 'create', ...facts, ...contacts, locale: 'en', passwordHash });
    return { id, ...facts };
  };
  const customer = (code: string, zone: string) =>
    make('customer', {
      type: 'create',
      code,
      name: `Customer ${code}`,
      email: `${code.toLowerCase()}@example.test`,
      phone: null,
      address: null,
      zone,
      packageId: null,
      status: 'active',
      userId: null,
    });
  const technician = (employeeNumber: string, zone: string) =>
    make('technician', {
      type: 'create',
      employeeNumber,
      name: `Technician ${employeeNumber}`,
      skillLevel: 'senior',
      zone,
      shift: 'day',
      maxTicketsPerDay: 50,
      userId: null,
    });
  const north = { zone: 'north' };
  const south = { zone: 'south' };
  const people = {
    admin: await person('admin', 'admin'),
    manager: await person('manager', 'manager'),
    noc: await person('noc', 'noc'),
    supervisor: await person('supervisor', 'supervisor', north),
    customer_service: await person('customer_service', 'customer_service'),
    technician: await person('technician', 'technician', {
      ...north,
      technicianId: await technician('E-1', 'north'),
    }),
    technician2: await person('technician2', 'technician', {
      ...south,
      technicianId: await technician('E-2', 'south'),
    }),
    customer: await person('customer', 'customer', { ...north, customerId: await customer('C-1', 'north') }),
    customer2: await person('customer2', 'customer', {
      ...south,
      customerId: await customer('C-2', 'south'),
    }),
  };
  return people;
}

let hashed: Promise<string> | undefined;

export function hashOfPassword(): Promise<string> {
  hashed ??= createPasswords().hash(PASSWORD);
  return hashed;
}
