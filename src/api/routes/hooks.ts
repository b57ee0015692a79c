/**
 * Webhooks in: what providers report, and what people answer. Believed by their signature over the raw body, answered
 * as soon as it is committed, and worked on as a job of its mailbox.
 */
import {
  hookIdSchema,
  hookSchema,
  WHATSAPP_REPLY,
  whatsappReplySchema,
  whatsappReportSchema,
  whatsappReports,
} from '../../contracts/hooks.ts';
import { type Distrust, distrust } from '../../engine/webhook-signature.ts';
import type { Api } from '../api.ts';
import { readPhone } from '../phone.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { receiveReply, receiveReport } from '../provider-report.ts';
import { type AnyCall, defineRoute, type Route } from '../route.ts';
import { parseWith } from '../validate.ts';

const reasons: Readonly<Record<Distrust, string>> = {
  headers_missing: 'Send webhook-id, webhook-timestamp and webhook-signature.',
  timestamp_old: 'webhook-timestamp is too old.',
  timestamp_ahead: 'webhook-timestamp is in the future.',
  signature_wrong: 'webhook-signature is wrong.',
};

export const hookRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/api/v1/hooks/whatsapp',
    tag: 'Hooks',
    summary: 'Reports of the WhatsApp gateway and answers of people, signed as Standard Webhooks',
    access: 'public',
    answers: {
      204: { description: 'Taken, now or before; or of a type that is left alone' },
      401: { description: 'The signature is wrong, or older than five minutes' },
    },
    handle: async (call, api) => {
      const id = believe(call, api, api.hookSecrets?.whatsapp);
      const { type, data } = parseWith(hookSchema, JSON.parse(call.rawBody().toString('utf8')));
      if (type === WHATSAPP_REPLY) {
        const { id: replyId, from, text, replyTo = null } = parseWith(whatsappReplySchema, data);
        const fromPhone = await readPhone(from, 'data.from');
        const reply = { type: 'receive', provider: 'whatsapp', replyTo, fromPhone, text } as const;
        await receiveReply(api, `whatsapp:${replyId}`, reply);
        return { status: 204 };
      }
      const status = Object.hasOwn(whatsappReports, type) ? whatsappReports[type] : undefined;
      if (status === undefined) return { status: 204 };
      const { id: messageId } = parseWith(whatsappReportSchema, data);
      await receiveReport(api, `whatsapp:${id}`, {
        type: 'receive',
        provider: 'whatsapp',
        messageId,
        status,
      });
      return { status: 204 };
    },
  }),
];

/** The message's id, when it is from who knows the secret and was made just now. */
function believe(call: AnyCall, api: Api, secret: string | undefined): string {
  if (secret === undefined)
    throw new ApiProblem('not_found', { detail: 'No secret is set for these reports.' });
  const headers = {
    'webhook-id': call.header('webhook-id'),
    'webhook-timestamp': call.header('webhook-timestamp'),
    'webhook-signature': call.header('webhook-signature'),
  };
  const why = distrust([secret], headers, call.rawBody(), api.now());
  if (why) throw new ApiProblem('unauthenticated', { detail: reasons[why] });
  const id = hookIdSchema.safeParse(headers['webhook-id']);
  if (!id.success) throw invalid('webhook-id', 'must be 1 to 200 visible ASCII characters');
  return id.data;
}
