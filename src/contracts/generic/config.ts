// Every setting there is: name, default, what is allowed, what it does. The docs' table is made from this schema.

import * as z from 'zod/mini';

export const whatsappAdapters = ['gateway', 'cloud'] as const;
export type WhatsappAdapter = (typeof whatsappAdapters)[number];

/** Says what is allowed, in words that fit after "must be". */
type About = {
  readonly description: string;
  readonly allowed: string;
  readonly example: string;
  /** Its value is never shown. */
  readonly secret?: true;
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

/** The list knows the names of today, without the tables of languages (6 MB) that the question about a name takes. */
function isTimeZone(name: string): boolean {
  if (Intl.supportedValuesOf('timeZone').includes(name)) return true;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const hasHost = (text: string): boolean => URL.canParse(text) && new URL(text).hostname !== '';

const abouts = new WeakMap<z.core.$ZodType, About>();

function about<T extends z.core.$ZodType>(schema: T, words: About): T {
  abouts.set(schema, words);
  return schema;
}

const aPort = 'a whole number from 1 to 65535';

const hostName = () => z.string().check(z.regex(/^[a-zA-Z0-9.:-]+$/));
const aHost = 'the name or address of a host';

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
  RENDERER_PROCESSES: about(z._default(wholeNumber(0, 4), 1), {
    description:
      'How many processes draw the first screens of pages, each one page at a time. With 0, or while none answers, browsers draw them themselves.',
    allowed: 'a whole number from 0 to 4',
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
  TRACE_UI_URL: about(
    z.optional(urlOf('http:', 'https:').check(z.refine((url) => url.includes('{traceId}')))),
    {
      description:
        'Where a person looks at a trace when OTEL_EXPORTER_OTLP_ENDPOINT is set; every link to a trace leads there.',
      allowed: 'a URL that begins with http:// or https:// and has {traceId} in it',
      example: 'http://127.0.0.1:16686/trace/{traceId}',
    },
  ),
  TIME_ZONE: about(z._default(z.string().check(z.refine(isTimeZone)), 'Asia/Jakarta'), {
    description: 'Time zone of the portal: schedules and the times in messages follow its wall clock.',
    allowed: 'the name of an IANA time zone',
    example: 'Asia/Jakarta',
  }),
  RATE_LIMIT_PER_MINUTE: about(z._default(wholeNumber(60, 10_000_000), 300_000), {
    description:
      'Requests of one signed-in user in a minute, over all processes: a guard against clients that run wild.',
    allowed: 'a whole number from 60 to 10000000',
    example: '6000',
  }),
  PUBLIC_URL: about(z.optional(urlOf('http:', 'https:')), {
    description:
      'Where people reach the portal. With https the session cookie is marked Secure whatever a request says of itself.',
    allowed: 'a URL that begins with http:// or https://',
    example: 'https://portal.example.net',
  }),
  SMTP_URL: about(z.optional(urlOf('smtp:', 'smtps:').check(z.refine(hasHost))), {
    description:
      'Mail server; smtps:// is TLS from the first byte (port 465), smtp:// upgrades by STARTTLS (port 587). Without it e-mail goes to the local provider, in production nowhere.',
    allowed: 'a URL that begins with smtp:// or smtps:// and names a host',
    example: 'smtp://mail.example.net:587',
  }),
  SMTP_USER: about(z.optional(z.string().check(z.minLength(1), z.maxLength(320))), {
    description: 'Sign-in at the mail server, where it stands not in SMTP_URL.',
    allowed: 'a text of 1 to 320 characters',
    example: 'trunkline',
  }),
  SMTP_PASSWORD: about(z.optional(z.string().check(z.minLength(1), z.maxLength(1_000))), {
    description: 'Password at the mail server, where it stands not in SMTP_URL.',
    allowed: 'a text of 1 to 1000 characters',
    example: 'a-long-random-text',
    secret: true,
  }),
  SMTP_FROM: about(
    z.optional(z.string().check(z.regex(/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/))),
    {
      description: 'Sender of all e-mails; needed with SMTP_URL.',
      allowed: 'an e-mail address, with or without a name before it',
      example: '"Trunkline <noreply@example.net>"',
    },
  ),
  SMTP_TLS: about(z._default(z.enum(['required', 'off']), 'required'), {
    description:
      'Whether smtp:// has to be encrypted before anything is handed over; off is for a server on the same machine. NODE_EXTRA_CA_CERTS names a private authority.',
    allowed: 'one of required, off',
    example: 'required',
  }),
  WHATSAPP_ADAPTER: about(z._default(z.enum(whatsappAdapters), 'gateway'), {
    description:
      'What is spoken with WhatsApp: the HTTP of a gateway, or Meta’s Cloud API (text messages to people, no groups).',
    allowed: 'one of gateway, cloud',
    example: 'cloud',
  }),
  WHATSAPP_URL: about(z.optional(urlOf('http:', 'https:')), {
    description:
      'WhatsApp gateway (`POST {url}/v1/messages`), or where the Cloud API is. Without it WhatsApp goes to the local provider, in production nowhere.',
    allowed: 'a URL that begins with http:// or https://',
    example: 'https://graph.facebook.com',
  }),
  WHATSAPP_TOKEN: about(z.optional(z.string().check(z.regex(/^[\x21-\x7e]{1,2000}$/))), {
    description: 'Bearer token at the WhatsApp gateway or the Cloud API; needed with WHATSAPP_URL.',
    allowed: 'a text of 1 to 2000 characters without spaces',
    example: 'a-long-random-text',
    secret: true,
  }),
  WHATSAPP_PHONE_NUMBER_ID: about(z.optional(z.string().check(z.regex(/^\d{5,25}$/))), {
    description:
      'Meta’s id of our number, for the Cloud API; needed with WHATSAPP_ADAPTER=cloud and WHATSAPP_URL.',
    allowed: '5 to 25 digits',
    example: '106540352242922',
  }),
  WHATSAPP_API_VERSION: about(z._default(z.string().check(z.regex(/^v\d{1,3}\.\d{1,2}$/)), 'v24.0'), {
    description: 'Version of the Graph API, for the Cloud API.',
    allowed: 'v, a number, a dot and a number',
    example: 'v24.0',
  }),
  WHATSAPP_HOOK_SECRET: about(z.optional(z.string().check(z.regex(/^[\x21-\x7e]{16,2000}$/))), {
    description:
      'What `POST /api/v1/hooks/whatsapp` is signed with: by a gateway as Standard Webhooks, by the Cloud API with the app secret. Without it only the local provider is believed.',
    allowed: 'a text of 16 to 2000 characters without spaces',
    example: 'whsec_a-long-random-text',
    secret: true,
  }),
  WHATSAPP_VERIFY_TOKEN: about(z.optional(z.string().check(z.regex(/^[\x21-\x7e]{16,2000}$/))), {
    description:
      'Verify token of the Cloud API’s webhook, as it is typed in where Meta is told its address. Without it only the local provider’s is known.',
    allowed: 'a text of 16 to 2000 characters without spaces',
    example: 'a-long-random-text',
    secret: true,
  }),
  WHATSAPP_REPORT_URL: about(z.optional(urlOf('http:', 'https:')), {
    description:
      'Where a WhatsApp gateway, or the local provider, is to report what becomes of each message: this portal’s own `/api/v1/hooks/whatsapp`, as it is reached from there. Without it a gateway is asked for none; Meta is told the address by hand.',
    allowed: 'a URL that begins with http:// or https://',
    example: 'https://portal.example.net/api/v1/hooks/whatsapp',
  }),
  SECRET_KEY: about(z.optional(z.string().check(z.regex(/^[\x21-\x7e]{32,2000}$/))), {
    description:
      'What one-time codes are marked and sealed with; API and workers need the same one. `npm start` makes one and keeps it in the data folder. Without it no code can be sent, and nobody can register. A new one makes codes that are under way void.',
    allowed: 'a text of 32 to 2000 characters without spaces',
    example: 'thirty-two-random-characters-or-more',
    secret: true,
  }),
  VAPID_PRIVATE_KEY: about(z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))), {
    description:
      'What web push is signed with (a private key of P-256); API and workers need the same one. `npm start` makes one and keeps it in the data folder, `npm run ctl -- vapid-key` prints a new one. Without it web push is off. A new one ends every browser’s subscription.',
    allowed: '43 characters of base64url',
    example: 'forty-three-characters-that-vapid-key-prints',
    secret: true,
  }),
  VAPID_SUBJECT: about(z.optional(urlOf('mailto:', 'https:')), {
    description:
      'Whom push services write to about our messages. An https PUBLIC_URL when left out; in production web push is off without either.',
    allowed: 'a URL that begins with mailto: or https://',
    example: 'mailto:noc@example.net',
  }),
  PUSH_ADDRESSES: about(z._default(z.enum(['known', 'public', 'any']), 'known'), {
    description:
      'Which push services browsers may name: those of Chrome, Edge, Firefox and Safari, any with a public address, or any. With any, whoever signs in reaches your own network.',
    allowed: 'one of known, public, any',
    example: 'known',
  }),
  WEBHOOK_ADDRESSES: about(z.optional(z.enum(['public', 'loopback', 'any'])), {
    description:
      'Which addresses webhooks may have: https and public ones, this machine besides, or any. Left out, public ones; a start with NODE_ENV=development allows this machine, too, and says so. With any, whoever may manage webhooks reaches your own network.',
    allowed: 'one of public, loopback (not in production), any',
    example: 'public',
  }),
  LATE_AFTER_SECONDS: about(z._default(wholeNumber(1, 86_400), 60), {
    description:
      'How old the oldest waiting event, message, timer or schedule may get before admins and NOC are told.',
    allowed: 'a whole number from 1 to 86400',
    example: '60',
  }),
  INCIDENT_CALM_SECONDS: about(z._default(wholeNumber(1, 86_400), 60), {
    description: 'How long a provider has to be up, or what was late on time, until that is told.',
    allowed: 'a whole number from 1 to 86400',
    example: '60',
  }),
  INCIDENT_QUIET_SECONDS: about(z._default(wholeNumber(1, 86_400), 600), {
    description: 'After so long without another failure of a handler or provider the next one is told anew.',
    allowed: 'a whole number from 1 to 86400',
    example: '600',
  }),
  KEEP_ATTEMPTS_DAYS: about(z._default(wholeNumber(7, 3_650), 90), {
    description: 'How long each attempt at a message is kept; the message itself stays in the ledger.',
    allowed: 'a whole number from 7 to 3650',
    example: '90',
  }),
  KEEP_RUNS_DAYS: about(z._default(wholeNumber(7, 3_650), 400), {
    description: 'How long the runs of schedules are kept; the last one of each stays.',
    allowed: 'a whole number from 7 to 3650',
    example: '400',
  }),
  KEEP_BULK_DAYS: about(z._default(wholeNumber(1, 3_650), 30), {
    description: 'How long a bulk job that ended is kept, with its result for each ticket.',
    allowed: 'a whole number from 1 to 3650',
    example: '30',
  }),
  KEEP_REPORTS_DAYS: about(z._default(wholeNumber(1, 3_650), 30), {
    description:
      'How long reports of the WhatsApp gateway and answers by WhatsApp are kept; what came of them stays.',
    allowed: 'a whole number from 1 to 3650',
    example: '30',
  }),
  KEEP_ORIGINS_DAYS: about(z._default(wholeNumber(7, 3_650), 400), {
    description:
      'How long addresses and user agents are kept from which somebody did something, after the last time; the entries of the audit log stay and say less.',
    allowed: 'a whole number from 7 to 3650',
    example: '400',
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
  PROVIDER_HOST: about(z._default(hostName(), '127.0.0.1'), {
    description: 'Host of the local message provider, where it runs in a container of its own.',
    allowed: aHost,
    example: 'provider',
    internal: true,
  }),
  TRACES_HOST: about(z._default(hostName(), '127.0.0.1'), {
    description: 'Host of the local trace store, where it runs in a container of its own.',
    allowed: aHost,
    example: 'traces',
    internal: true,
  }),
  RENDERER_PORT: about(z.optional(port()), {
    description: 'Port of the renderer, on 127.0.0.1. Without it browsers draw all pages.',
    allowed: aPort,
    example: '3003',
    internal: true,
  }),
  RENDERER_HOST: about(z._default(hostName(), '127.0.0.1'), {
    description: 'Host of the renderer, where it runs in a container of its own.',
    allowed: aHost,
    example: 'renderer',
    internal: true,
  }),
  API_HOST: about(z._default(hostName(), '127.0.0.1'), {
    description: 'Host of the API for the renderer, where it runs in a container of its own.',
    allowed: aHost,
    example: 'api',
    internal: true,
  }),
  LISTEN_HOST: about(z._default(hostName(), '127.0.0.1'), {
    description:
      'Address on which the renderer, the local provider and the local trace store listen; in a container, 0.0.0.0.',
    allowed: aHost,
    example: '0.0.0.0',
    internal: true,
  }),
  PROBE_PORT: about(z.optional(port()), {
    description:
      'Port on which this process alone answers /livez, /readyz and /metrics; for containers, where no supervisor asks.',
    allowed: aPort,
    example: '9464',
    internal: true,
  }),
  PROVIDER_TOKEN: about(z.optional(z.string().check(z.minLength(16), z.maxLength(200))), {
    description: 'Bearer token of the local message provider. The supervisor makes a new one at each start.',
    allowed: 'a text of 16 to 200 characters',
    example: 'a-long-random-text',
    secret: true,
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
