// The WhatsApp gateway's HTTP as the local provider speaks it.
//
//   POST /v1/messages       {to, type, text, reportUrl?}, Idempotency-Key → 202 {id, status: 'queued'}
//   GET  /v1/messages/{id}  → 200 {id, status, to, at}
//
// G1  A key seen before gives the first id again, marked `Idempotent-Replayed: true`, and no second message.
//     With another body it is a 422. Only the switch `twice` breaks this, on purpose.
// G2  What is answered 202 is kept. What `drop` swallowed is kept too: only the answer is withheld.

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { signWebhook } from '../../engine/webhook-signature.ts';
import { json, type Problem, parseJson, problem, type Reply, readBody } from '../http.ts';
import type { Mailroom } from './mailroom.ts';
import { type GatewayRequest, gatewayRequest, type Message } from './messages.ts';
import type { Hook, Reports } from './reports.ts';
import { refuses } from './switches.ts';

export type GatewayDeps = {
  mailroom: Mailroom;
  reports: Reports;
  /** What callers show, and what reports are signed with. */
  token: string;
  newId: () => string;
  now: () => Date;
  wait: (ms: number) => Promise<void>;
  /** How long a dropped request hangs before its connection is closed. */
  hangMs: number;
};

/** A phone hands a message over about this long after the gateway took it. */
const HANDOVER_MS = 200;
const MAX_BODY_BYTES = 64 * 1024;
const RETRY_AFTER_S = 5;

const down: Problem = {
  status: 503,
  title: 'Gateway down',
  detail: 'The switch "down" is on.',
  headers: { 'retry-after': String(RETRY_AFTER_S) },
};

const keyMissing: Problem = {
  status: 400,
  title: 'Idempotency-Key missing',
  detail: 'Send an Idempotency-Key of 1 to 128 characters with every message.',
};

const keyReused: Problem = {
  status: 422,
  title: 'Idempotency-Key reused',
  detail: 'This key belongs to a message with another body.',
};

export async function postMessage(deps: GatewayDeps, req: IncomingMessage): Promise<Reply> {
  const { mailroom } = deps;
  const body = await readBody(req, MAX_BODY_BYTES);
  if (!body.ok) return problem(body.problem);
  const request = gatewayRequest.safeParse(parseJson(body.text));
  if (!request.success) return problem(badRequest(request.error.issues));
  const key = req.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '' || key.length > 128) return problem(keyMissing);

  if (mailroom.switches().whatsapp.down) return problem(down);
  await deps.wait(mailroom.switches().whatsapp.slowMs);
  const { drop, reject, twice } = mailroom.switches().whatsapp;
  if (refuses(reject, request.data.to)) return problem(refused(request.data.to));

  // From here to takeIn nothing is awaited: two requests with one key cannot both be the first.
  const fingerprint = fingerprintOf(request.data);
  const known = mailroom.outbox.knownKey(key);
  if (known && known.fingerprint !== fingerprint) return problem(keyReused);

  let id = known?.id ?? '';
  if (!known || twice) {
    const arrived: Message = {
      ...kept(request.data, key, req.headers.traceparent),
      id: deps.newId(),
      at: deps.now().toISOString(),
      answered: !drop,
      ...(known ? { duplicateOf: known.id } : {}),
    };
    id = arrived.id;
    await mailroom.takeIn(arrived, fingerprint);
    const { reportUrl } = request.data;
    const delivered = { type: 'message.delivered', data: { id, status: 'delivered' } };
    if (reportUrl)
      deps.reports.send(
        (at) => gatewayHook(deps.token, reportUrl, `report-${id}`, at, delivered),
        twice ? 2 : 1,
      );
  }
  if (drop) {
    await deps.wait(deps.hangMs);
    return 'cut';
  }
  const replayed: Record<string, string> = known && !twice ? { 'idempotent-replayed': 'true' } : {};
  return json(202, { id, status: 'queued' }, replayed);
}

/** As the gateway signs what it sends: Standard Webhooks, with the provider's token. */
export function gatewayHook(
  token: string,
  url: string,
  id: string,
  at: Date,
  { type, data }: { type: string; data: unknown },
): Hook {
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  return { url, headers: { ...signWebhook([token], id, at, body) }, body };
}

export function getMessage(deps: GatewayDeps, id: string): Reply {
  if (deps.mailroom.switches().whatsapp.down) return problem(down);
  const found = deps.mailroom.outbox.get(id);
  if (found?.channel !== 'whatsapp') {
    return problem({
      status: 404,
      title: 'No such message',
      detail: 'It never arrived, or is too old.',
    });
  }
  const status = deps.now().getTime() - Date.parse(found.at) < HANDOVER_MS ? 'queued' : 'delivered';
  return json(200, { id, status, to: found.to[0], at: found.at });
}

function kept(request: GatewayRequest, idempotencyKey: string, traceparent: string | string[] | undefined) {
  return {
    channel: 'whatsapp' as const,
    type: request.type,
    to: [request.to],
    text: request.text,
    idempotencyKey,
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
  };
}

function fingerprintOf({ to, type, text }: GatewayRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([to, type, text]))
    .digest('base64url');
}

function refused(to: string): Problem {
  return { status: 422, title: 'Recipient refused', detail: `${to} takes no messages. Do not try again.` };
}

function badRequest(issues: { path: PropertyKey[]; message: string }[]): Problem {
  const words = issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  return { status: 400, title: 'Bad message', detail: words.join('; ') };
}
