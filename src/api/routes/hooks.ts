/**
 * Webhooks in: what providers report, and what people answer. Believed by their signature over the raw body, answered
 * as soon as it is committed, and worked on as a job of its mailbox.
 */
import { hookChallengeQuery } from '../../contracts/hooks.ts';
import type { Api } from '../api.ts';
import { ApiProblem } from '../problem.ts';
import { receiveReply, receiveReport } from '../provider-report.ts';
import { defineRoute, type Route } from '../route.ts';
import type { WhatsappHook } from '../whatsapp/hook.ts';

const path = '/api/v1/hooks/whatsapp';
/** Meta gathers up to a thousand pieces of news. */
const MAX_BODY_BYTES = 1024 * 1024;

export const hookRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path,
    tag: 'Hooks',
    summary: 'Reports of the WhatsApp provider and answers of people, signed as the adapter in use has it',
    access: 'public',
    maxBodyBytes: MAX_BODY_BYTES,
    answers: {
      204: { description: 'Taken, now or before; or of a type that is left alone' },
      401: { description: 'The signature is wrong, or a gateway’s is older than five minutes' },
    },
    handle: async (call, api) => {
      const pieces = await hookOf(api).read(call, api.now());
      // One after the other: should one fail, the whole comes again, and those before it are known.
      for (const piece of pieces) {
        const id = `whatsapp:${piece.id}`;
        if (piece.news === 'reply') {
          const { fromPhone, text, replyTo } = piece;
          await receiveReply(api, id, { type: 'receive', provider: 'whatsapp', replyTo, fromPhone, text });
        } else {
          const { news: _news, id: _id, ...report } = piece;
          await receiveReport(api, id, { type: 'receive', provider: 'whatsapp', ...report });
        }
      }
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'get',
    path,
    tag: 'Hooks',
    summary: 'Meta’s question whether the address is ours',
    access: 'public',
    query: hookChallengeQuery,
    answers: {
      200: { description: 'hub.challenge, as it came', type: 'text/plain' },
      404: { description: 'The adapter in use asks no such question, or the verify token is another' },
    },
    handle: ({ query }, api) => {
      const text = hookOf(api).confirm?.(query['hub.verify_token'], query['hub.challenge']);
      if (text === undefined) throw new ApiProblem('not_found');
      return { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, text };
    },
  }),
];

function hookOf({ whatsappHook }: Api): WhatsappHook {
  if (whatsappHook === undefined)
    throw new ApiProblem('not_found', { detail: 'No secret is set for these reports.' });
  return whatsappHook;
}
