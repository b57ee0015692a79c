// Meta's Cloud API as the local provider speaks it.
//
//   POST /{version}/{phone-number-id}/messages → 200 {messaging_product, contacts, messages: [{id}]}
//   what is refused → {error: {message, type, code, error_data, fbtrace_id}}
//
// C1  It knows no idempotency: the same request twice is two messages.
// C2  Its webhook has one address for all messages, asked first whether it is ours (hub.challenge), and told `sent` and
//     `delivered` of each message, signed by X-Hub-Signature-256 with the provider's token.

import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { json, parseJson, type Reply, readBody } from '../http.ts';
import type { GatewayDeps } from './gateway.ts';
import { type CloudRequest, cloudRequest, type Message } from './messages.ts';
import type { Hook, MakeHook } from './reports.ts';
import { refuses } from './switches.ts';

export type CloudDeps = GatewayDeps & { cloudHooks: CloudHooks | undefined };

const MAX_BODY_BYTES = 64 * 1024;

type CloudError = { status: number; code: number; message: string; details: string; transient?: true };

const down: CloudError = {
  status: 503,
  code: 2,
  message: 'Service temporarily unavailable',
  details: 'The switch "down" is on.',
  transient: true,
};
const signedOut: CloudError = {
  status: 401,
  code: 190,
  message: 'Invalid OAuth access token',
  details: 'Send the token of this provider.',
};
const refused: CloudError = {
  status: 400,
  code: 131026,
  message: 'Message undeliverable',
  details: 'The recipient takes no messages.',
};

export async function postCloudMessage(
  deps: CloudDeps,
  req: IncomingMessage,
  phoneNumberId: string,
  isSignedIn: boolean,
): Promise<Reply> {
  const { mailroom } = deps;
  if (!isSignedIn) return cloudProblem(signedOut);
  const body = await readBody(req, MAX_BODY_BYTES);
  if (!body.ok) return cloudProblem(invalid(body.problem.title));
  const request = cloudRequest.safeParse(parseJson(body.text));
  if (!request.success) return cloudProblem(invalid(request.error.issues[0]?.path.join('.') || 'body'));

  if (mailroom.switches().whatsapp.down) return cloudProblem(down);
  await deps.wait(mailroom.switches().whatsapp.slowMs);
  const { drop, reject, twice } = mailroom.switches().whatsapp;
  if (refuses(reject, request.data.to)) return cloudProblem(refused);

  const first: Message = {
    ...kept(request.data, req.headers.traceparent),
    id: `wamid.${randomBytes(24).toString('base64url')}`,
    at: deps.now().toISOString(),
    answered: !drop,
  };
  await mailroom.takeIn(first);
  if (twice) await mailroom.takeIn({ ...first, id: `${first.id}2`, duplicateOf: first.id });
  for (const status of ['sent', 'delivered'])
    deps.cloudHooks?.tell(deps, phoneNumberId, { statuses: [statusOf(first.id, status, request.data)] });
  if (drop) {
    await deps.wait(deps.hangMs);
    return 'cut';
  }
  const waId = request.data.to.replace(/\D/g, '');
  return json(200, {
    messaging_product: 'whatsapp',
    contacts: [{ input: request.data.to, wa_id: waId }],
    messages: [{ id: first.id }],
  });
}

export type CloudHooks = {
  /** One webhook, twice with the switch. */
  tell(
    deps: Pick<GatewayDeps, 'reports' | 'mailroom'>,
    phoneNumberId: string,
    news: Record<string, unknown>,
  ): void;
};

export function createCloudHooks(options: {
  url: string;
  secret: string;
  verifyToken: string;
  newId: () => string;
}): CloudHooks {
  /** Asked until it says so; then it is known. */
  let isOurs = false;
  async function ask(): Promise<boolean> {
    const challenge = options.newId();
    const params = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.verify_token': options.verifyToken,
      'hub.challenge': challenge,
    });
    const answer = await fetch(`${options.url}?${params}`, { redirect: 'error' });
    return answer.ok && (await answer.text()) === challenge;
  }
  const make =
    (phoneNumberId: string, news: Record<string, unknown>): MakeHook =>
    async (): Promise<Hook | undefined> => {
      isOurs = isOurs || (await ask());
      if (!isOurs) return undefined;
      const value = {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: phoneNumberId, phone_number_id: phoneNumberId },
        ...news,
      };
      const body = JSON.stringify({
        object: 'whatsapp_business_account',
        entry: [{ id: phoneNumberId, changes: [{ field: 'messages', value }] }],
      });
      const signature = createHmac('sha256', options.secret).update(body).digest('hex');
      return { url: options.url, headers: { 'x-hub-signature-256': `sha256=${signature}` }, body };
    };
  return {
    tell({ reports, mailroom }, phoneNumberId, news) {
      reports.send(make(phoneNumberId, news), mailroom.switches().whatsapp.twice ? 2 : 1);
    },
  };
}

function statusOf(id: string, status: string, { to, biz_opaque_callback_data }: CloudRequest) {
  return {
    id,
    status,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    recipient_id: to.replace(/\D/g, ''),
    ...(biz_opaque_callback_data ? { biz_opaque_callback_data } : {}),
  };
}

function kept({ to, text }: CloudRequest, traceparent: string | string[] | undefined) {
  return {
    channel: 'whatsapp' as const,
    type: 'text' as const,
    to: [to],
    text: text.body,
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
  };
}

function invalid(what: string): CloudError {
  return { status: 400, code: 100, message: 'Invalid parameter', details: what };
}

function cloudProblem({ status, code, message, details, transient }: CloudError): Reply {
  return json(status, {
    error: {
      message: `(#${code}) ${message}`,
      type: 'OAuthException',
      code,
      error_data: { messaging_product: 'whatsapp', details },
      ...(transient ? { is_transient: true } : {}),
      fbtrace_id: 'local',
    },
  });
}
