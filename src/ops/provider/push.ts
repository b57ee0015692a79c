// A push service as the local provider speaks it (RFC 8030), and the browsers behind it.
//
//   POST /push/{browser}   encrypted body, TTL, Topic, Urgency, Authorization: vapid t=…, k=… → 201
//
// P1  As real ones do, it takes messages of the key that the browser subscribed with alone, signed for this service.
// P2  It is the browser, too: the message is opened with the browser's own key, so that what stands in the outbox went
//     the whole way. Real services cannot read what they carry.

import { verify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
// biome-ignore lint/correctness/noUnresolvedImports: it is there; the linter does not follow its `main`.
import { decrypt } from 'http_ece';
import { LOCAL_PUSH_ORIGIN } from '../../engine/push-address.ts';
import { type Problem, parseJson, problem, type Reply } from '../http.ts';
import type { GatewayDeps } from './gateway.ts';
import { type LocalBrowser, openBrowser, publicKeyObject } from './local-browser.ts';
import type { Message } from './messages.ts';
import { refuses } from './switches.ts';

type PushDeps = Pick<GatewayDeps, 'mailroom' | 'newId' | 'now' | 'wait' | 'hangMs'>;

/** RFC 8030: what a service has to take at least, and most take no more. */
const MAX_BYTES = 4_096;
const RETRY_AFTER_S = 5;
/** RFC 8292: a token is good for a day at most. */
const LONGEST_TOKEN_S = 86_400;

const problems = {
  unknown: { status: 404, title: 'No such browser', detail: 'Nobody subscribed here.' },
  gone: { status: 410, title: 'Gone', detail: 'The browser unsubscribed.' },
  down: {
    status: 503,
    title: 'Push service down',
    detail: 'The switch "down" is on.',
    headers: { 'retry-after': String(RETRY_AFTER_S) },
  },
  tooLarge: { status: 413, title: 'Too large', detail: `At most ${MAX_BYTES} bytes are taken.` },
  incomplete: { status: 400, title: 'Bad message', detail: 'Send TTL, and a body in aes128gcm.' },
  unreadable: { status: 400, title: 'Bad message', detail: 'The browser cannot open it.' },
  unsigned: { status: 401, title: 'Not signed', detail: 'Send Authorization: vapid t=…, k=….' },
  forbidden: {
    status: 403,
    title: 'Wrong signature',
    detail: 'Not of the key it subscribed with, or not now.',
  },
} as const satisfies Record<string, Problem>;

export async function postPush(deps: PushDeps, req: IncomingMessage, id: string): Promise<Reply> {
  const browser = openBrowser(id);
  if (!browser) return problem(problems.unknown);
  const body = await readBytes(req);
  if (!body) return problem(problems.tooLarge);
  const { mailroom } = deps;
  if (mailroom.switches().push.down) return problem(problems.down);
  await deps.wait(mailroom.switches().push.slowMs);
  const { drop, reject } = mailroom.switches().push;
  if (refuses(reject, browser.name)) return problem(problems.gone);
  const why = distrust(req.headers.authorization, browser, deps.now());
  if (why) return problem(problems[why]);
  if (!/^\d+$/.test(header(req, 'ttl')) || header(req, 'content-encoding') !== 'aes128gcm')
    return problem(problems.incomplete);
  const text = opened(body, browser);
  if (text === undefined) return problem(problems.unreadable);

  const message: Message = {
    ...kept(text, req, browser),
    id: deps.newId(),
    at: deps.now().toISOString(),
    answered: !drop,
  };
  await mailroom.takeIn(message);
  if (drop) {
    await deps.wait(deps.hangMs);
    return 'cut';
  }
  return { status: 201, headers: { location: `${LOCAL_PUSH_ORIGIN}/message/${message.id}` }, text: '' };
}

function kept(text: string, req: IncomingMessage, { name }: LocalBrowser) {
  const shown = parseJson(text) as { title?: unknown; body?: unknown } | undefined;
  return {
    channel: 'push' as const,
    type: 'push' as const,
    to: [name],
    subject: String(shown?.title ?? ''),
    text: String(shown?.body ?? ''),
    ...(header(req, 'traceparent') ? { traceparent: header(req, 'traceparent') } : {}),
    push: {
      ttl: Number(header(req, 'ttl')),
      urgency: header(req, 'urgency'),
      topic: header(req, 'topic'),
      payload: text,
    },
  };
}

/** Undefined when it is from whom the browser subscribed to, for this service, and holds now. */
function distrust(
  authorization: string | undefined,
  { vapidKey }: LocalBrowser,
  now: Date,
): 'unsigned' | 'forbidden' | undefined {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/i.exec(authorization ?? '') ?? [];
  const [head, claims, signature] = token.split('.');
  if (!head || !claims || !signature) return 'unsigned';
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKeyObject(vapidKey), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const said = parseJson(Buffer.from(claims, 'base64url').toString('utf8'));
  const { aud, exp, sub } = (said ?? {}) as { aud?: unknown; exp?: unknown; sub?: unknown };
  const nowS = now.getTime() / 1_000;
  const inTime = typeof exp === 'number' && exp > nowS && exp <= nowS + LONGEST_TOKEN_S;
  const named = typeof sub === 'string' && /^(mailto:|https:)/.test(sub);
  const ours = key === vapidKey && aud === LOCAL_PUSH_ORIGIN;
  return signed && inTime && named && ours ? undefined : 'forbidden';
}

function opened(body: Buffer, { keys, auth }: LocalBrowser): string | undefined {
  try {
    return decrypt(body, { version: 'aes128gcm', privateKey: keys, authSecret: auth }).toString('utf8');
  } catch {
    return undefined;
  }
}

function header(req: IncomingMessage, name: string): string {
  const value = req.headers[name];
  return typeof value === 'string' ? value : '';
}

async function readBytes(req: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
