// Every setting there is: name, default, what is allowed, what it does. The docs' table is made from this schema.

import * as z from 'zod/mini';

/** Says what is allowed, in words that fit after "must be". */
type About = {
  readonly description: string;
  readonly allowed: string;
  readonly example: string;
  /** Set by the supervisor for its children; nobody needs to set it by hand. */
  readonly internal?: true;
};

const wholeNumber = (from: number, to: number) =>
  z.pipe(
    z.union([z.number(), z.pipe(z.string().check(z.trim(), z.regex(/^\d+$/)), z.transform(Number))]),
    z.int().check(z.gte(from), z.lte(to)),
  );

const port = () => wholeNumber(1, 65_535);

const urlOf = (...protocols: string[]) =>
  z.string().check(z.refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol)));

const abouts = new WeakMap<z.core.$ZodType, About>();

function about<T extends z.core.$ZodType>(schema: T, words: About): T {
  abouts.set(schema, words);
  return schema;
}

const aPort = 'a whole number from 1 to 65535';

export const configSchema = z.object({
  API_PORT: about(z._default(port(), 3001), {
    description: 'Port of the API and the portal.',
    allowed: aPort,
    example: '3101',
  }),
  REALTIME_PORT: about(z._default(port(), 3002), {
    description: 'Port of the realtime server (Socket.IO).',
    allowed: aPort,
    example: '3102',
  }),
  API_PROCESSES: about(z._default(wholeNumber(1, 64), 8), {
    description: 'How many API processes share the API port.',
    allowed: 'a whole number from 1 to 64',
    example: '8',
  }),
  WORKER_PROCESSES: about(z._default(wholeNumber(1, 32), 2), {
    description: 'How many processes run the jobs. One of them also carries the duties.',
    allowed: 'a whole number from 1 to 32',
    example: '2',
  }),
  DATA_DIR: about(z._default(z.string().check(z.trim(), z.minLength(1)), './.data'), {
    description: 'Folder of everything that is kept: database, Redis, logs, passwords.',
    allowed: 'a path of a folder',
    example: './.data',
  }),
  DATABASE_URL: about(z.optional(urlOf('postgres:', 'postgresql:')), {
    description: 'PostgreSQL to use. Without it, `npm start` runs one of its own.',
    allowed: 'a URL that begins with postgres://',
    example: 'postgres://user:password@127.0.0.1:5432/trunkline',
  }),
  REDIS_URL: about(z.optional(urlOf('redis:', 'rediss:')), {
    description: 'Redis to use (`maxmemory-policy noeviction`). Without it, `npm start` runs one of its own.',
    allowed: 'a URL that begins with redis:// or rediss://',
    example: 'redis://127.0.0.1:6379',
  }),
  LOG_LEVEL: about(
    z._default(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), 'info'),
    {
      description: 'The least severe log lines that are written.',
      allowed: 'one of trace, debug, info, warn, error, fatal, silent',
      example: 'info',
    },
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: about(z.optional(urlOf('http:', 'https:')), {
    description: 'Where traces are sent (OTLP over HTTP). Without it, a local trace store keeps recent ones.',
    allowed: 'a URL that begins with http:// or https://',
    example: 'http://127.0.0.1:4318',
  }),
  TIME_ZONE: about(
    z._default(
      z.string().check(
        z.refine((zone) => {
          try {
            return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
          } catch {
            return false;
          }
        }),
      ),
      'Asia/Jakarta',
    ),
    {
      description: 'Time zone of the portal: schedules and the times in messages follow its wall clock.',
      allowed: 'the name of an IANA time zone',
      example: 'Asia/Jakarta',
    },
  ),
  RATE_LIMIT_PER_MINUTE: about(z._default(wholeNumber(60, 10_000_000), 300_000), {
    description:
      'Requests of one signed-in user in a minute, over all processes: a guard against clients that run wild.',
    allowed: 'a whole number from 60 to 10000000',
    example: '6000',
  }),
  TRUSTED_PROXIES: about(z._default(z.string().check(z.regex(/^[a-z0-9.:/, ]+$/i)), 'loopback'), {
    description: 'Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.',
    allowed: 'a list of loopback, linklocal, uniquelocal, addresses or subnets, separated by commas',
    example: 'loopback, uniquelocal',
  }),
  NODE_ENV: about(z._default(z.enum(['development', 'production', 'test']), 'development'), {
    description: 'In production no demo data is loaded, and there are no demo sign-ins.',
    allowed: 'one of development, production, test',
    example: 'production',
  }),
  TRUNKLINE_ROLE: about(z.optional(z.string()), {
    description: 'The role of this process.',
    allowed: 'a name',
    example: 'api',
    internal: true,
  }),
  TRUNKLINE_INDEX: about(z._default(wholeNumber(1, 9_999), 1), {
    description: 'Which of its role this process is.',
    allowed: 'a whole number from 1 to 9999',
    example: '1',
    internal: true,
  }),
  POOL_SIZE: about(z._default(wholeNumber(1, 1_000), 8), {
    description: 'Database connections of this process. The supervisor computes it from max_connections.',
    allowed: 'a whole number from 1 to 1000',
    example: '8',
    internal: true,
  }),
  QUEUE_PREFIX: about(z._default(z.string().check(z.regex(/^[A-Za-z0-9_-]+$/)), 'trunkline'), {
    description: 'What the keys in Redis begin with.',
    allowed: 'letters, digits, _ and -',
    example: 'trunkline',
    internal: true,
  }),
  TRACES_PORT: about(z.optional(port()), {
    description: 'Port of the local trace store, on 127.0.0.1.',
    allowed: aPort,
    example: '4318',
    internal: true,
  }),
  PROVIDER_SMTP_PORT: about(z.optional(port()), {
    description: 'SMTP port of the local message provider, on 127.0.0.1.',
    allowed: aPort,
    example: '2525',
    internal: true,
  }),
  PROVIDER_HTTP_PORT: about(z.optional(port()), {
    description: 'HTTP port of the local message provider, on 127.0.0.1.',
    allowed: aPort,
    example: '2580',
    internal: true,
  }),
  PROVIDER_TOKEN: about(z.optional(z.string().check(z.minLength(16), z.maxLength(200))), {
    description: 'Bearer token of the local message provider. The supervisor makes a new one at each start.',
    allowed: 'a text of 16 to 200 characters',
    example: 'a-long-random-text',
    internal: true,
  }),
});

export type Config = Readonly<z.infer<typeof configSchema>>;

export type Setting = About & { readonly name: string; readonly default: string };

/** One row per setting, in the order of the schema. */
export function listSettings(): Setting[] {
  return Object.entries(configSchema.shape).map(([name, schema]) => {
    const meta = abouts.get(schema);
    if (!meta) throw new Error(`The setting ${name} says nothing of itself`);
    const fallback = schema.safeParse(undefined);
    return { ...meta, name, default: fallback.data === undefined ? '' : String(fallback.data) };
  });
}
