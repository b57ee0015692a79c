// Every setting there is: name, default, what is allowed, what it does. The docs' table is made from this schema.

import * as z from 'zod';

/** Says what is allowed, in words that fit after "must be". */
type About = {
  readonly description: string;
  readonly allowed: string;
  readonly example: string;
  /** Set by the supervisor for its children; nobody needs to set it by hand. */
  readonly internal?: true;
};

const wholeNumber = (from: number, to: number) =>
  z
    .union([z.number(), z.string().trim().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().int().min(from).max(to));

const port = () => wholeNumber(1, 65_535);

const urlOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));

const about = <T extends z.ZodType>(schema: T, text: About): T => schema.meta(text);

const aPort = 'a whole number from 1 to 65535';

export const configSchema = z.object({
  API_PORT: about(port().default(3001), {
    description: 'Port of the API and the portal.',
    allowed: aPort,
    example: '3101',
  }),
  REALTIME_PORT: about(port().default(3002), {
    description: 'Port of the realtime server (Socket.IO).',
    allowed: aPort,
    example: '3102',
  }),
  API_PROCESSES: about(wholeNumber(1, 64).default(8), {
    description: 'How many API processes share the API port.',
    allowed: 'a whole number from 1 to 64',
    example: '8',
  }),
  WORKER_PROCESSES: about(wholeNumber(1, 32).default(2), {
    description: 'How many processes run the jobs. One of them also carries the duties.',
    allowed: 'a whole number from 1 to 32',
    example: '2',
  }),
  DATA_DIR: about(z.string().trim().min(1).default('./.data'), {
    description: 'Folder of everything that is kept: database, Redis, logs, passwords.',
    allowed: 'a path of a folder',
    example: './.data',
  }),
  DATABASE_URL: about(urlOf('postgres:', 'postgresql:').optional(), {
    description: 'PostgreSQL to use. Without it, `npm start` runs one of its own.',
    allowed: 'a URL that begins with postgres://',
    example: 'postgres://user:password@127.0.0.1:5432/trunkline',
  }),
  REDIS_URL: about(urlOf('redis:', 'rediss:').optional(), {
    description: 'Redis to use (`maxmemory-policy noeviction`). Without it, `npm start` runs one of its own.',
    allowed: 'a URL that begins with redis:// or rediss://',
    example: 'redis://127.0.0.1:6379',
  }),
  LOG_LEVEL: about(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'), {
    description: 'The least severe log lines that are written.',
    allowed: 'one of trace, debug, info, warn, error, fatal, silent',
    example: 'info',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: about(urlOf('http:', 'https:').optional(), {
    description: 'Where traces are sent (OTLP over HTTP). Without it, a local trace store keeps recent ones.',
    allowed: 'a URL that begins with http:// or https://',
    example: 'http://127.0.0.1:4318',
  }),
  TIME_ZONE: about(
    z
      .string()
      .refine((zone) => {
        try {
          return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
        } catch {
          return false;
        }
      })
      .default('Asia/Jakarta'),
    {
      description: 'Time zone of the portal: schedules and the times in messages follow its wall clock.',
      allowed: 'the name of an IANA time zone',
      example: 'Asia/Jakarta',
    },
  ),
  RATE_LIMIT_PER_MINUTE: about(wholeNumber(60, 10_000_000).default(300_000), {
    description:
      'Requests of one signed-in user in a minute, over all processes: a guard against clients that run wild.',
    allowed: 'a whole number from 60 to 10000000',
    example: '6000',
  }),
  TRUSTED_PROXIES: about(
    z
      .string()
      .regex(/^[a-z0-9.:/, ]+$/i)
      .default('loopback'),
    {
      description: 'Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.',
      allowed: 'a list of loopback, linklocal, uniquelocal, addresses or subnets, separated by commas',
      example: 'loopback, uniquelocal',
    },
  ),
  NODE_ENV: about(z.enum(['development', 'production', 'test']).default('development'), {
    description: 'In production no demo data is loaded, and there are no demo sign-ins.',
    allowed: 'one of development, production, test',
    example: 'production',
  }),
  TRUNKLINE_ROLE: about(z.string().optional(), {
    description: 'The role of this process.',
    allowed: 'a name',
    example: 'api',
    internal: true,
  }),
  TRUNKLINE_INDEX: about(wholeNumber(1, 9_999).default(1), {
    description: 'Which of its role this process is.',
    allowed: 'a whole number from 1 to 9999',
    example: '1',
    internal: true,
  }),
  POOL_SIZE: about(wholeNumber(1, 1_000).default(8), {
    description: 'Database connections of this process. The supervisor computes it from max_connections.',
    allowed: 'a whole number from 1 to 1000',
    example: '8',
    internal: true,
  }),
  QUEUE_PREFIX: about(
    z
      .string()
      .regex(/^[A-Za-z0-9_-]+$/)
      .default('trunkline'),
    {
      description: 'What the keys in Redis begin with.',
      allowed: 'letters, digits, _ and -',
      example: 'trunkline',
      internal: true,
    },
  ),
  TRACES_PORT: about(port().optional(), {
    description: 'Port of the local trace store, on 127.0.0.1.',
    allowed: aPort,
    example: '4318',
    internal: true,
  }),
  PROVIDER_SMTP_PORT: about(port().optional(), {
    description: 'SMTP port of the local message provider, on 127.0.0.1.',
    allowed: aPort,
    example: '2525',
    internal: true,
  }),
  PROVIDER_HTTP_PORT: about(port().optional(), {
    description: 'HTTP port of the local message provider, on 127.0.0.1.',
    allowed: aPort,
    example: '2580',
    internal: true,
  }),
  PROVIDER_TOKEN: about(z.string().min(16).max(200).optional(), {
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
    const meta = schema.meta() as About;
    const fallback = schema.safeParse(undefined);
    return { ...meta, name, default: fallback.data === undefined ? '' : String(fallback.data) };
  });
}
