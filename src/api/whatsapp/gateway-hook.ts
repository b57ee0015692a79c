/** What the gateway sends: one piece of news at a time, signed as Standard Webhooks. */
import {
  hookIdSchema,
  hookSchema,
  WHATSAPP_REPLY,
  whatsappReplySchema,
  whatsappReportSchema,
  whatsappReports,
} from '../../contracts/hooks.ts';
import { type Distrust, distrust } from '../../engine/webhook-signature.ts';
import { readPhone } from '../phone.ts';
import { ApiProblem, invalid } from '../problem.ts';
import type { AnyCall } from '../route.ts';
import { parseWith } from '../validate.ts';
import { jsonOf, type WhatsappHook } from './hook.ts';

const reasons: Readonly<Record<Distrust, string>> = {
  headers_missing: 'Send webhook-id, webhook-timestamp and webhook-signature.',
  timestamp_old: 'webhook-timestamp is too old.',
  timestamp_ahead: 'webhook-timestamp is in the future.',
  signature_wrong: 'webhook-signature is wrong.',
};

export function createGatewayHook(secret: string): WhatsappHook {
  return {
    async read(call, now) {
      const id = believe(call, secret, now);
      const { type, data } = parseWith(hookSchema, jsonOf(call));
      if (type === WHATSAPP_REPLY) {
        const { id: replyId, from, text, replyTo = null } = parseWith(whatsappReplySchema, data);
        const fromPhone = await readPhone(from, 'data.from');
        return [{ news: 'reply', id: replyId, fromPhone, text, replyTo }];
      }
      const status = Object.hasOwn(whatsappReports, type) ? whatsappReports[type] : undefined;
      if (status === undefined) return [];
      const { id: messageId } = parseWith(whatsappReportSchema, data);
      return [{ news: 'report', id, messageId, status }];
    },
  };
}

/** The message's id, when it is from who knows the secret and was made just now. */
function believe(call: Pick<AnyCall, 'header' | 'rawBody'>, secret: string, now: Date): string {
  const headers = {
    'webhook-id': call.header('webhook-id'),
    'webhook-timestamp': call.header('webhook-timestamp'),
    'webhook-signature': call.header('webhook-signature'),
  };
  const why = distrust([secret], headers, call.rawBody(), now);
  if (why) throw new ApiProblem('unauthenticated', { detail: reasons[why] });
  const id = hookIdSchema.safeParse(headers['webhook-id']);
  if (!id.success) throw invalid('webhook-id', 'must be 1 to 200 visible ASCII characters');
  return id.data;
}
