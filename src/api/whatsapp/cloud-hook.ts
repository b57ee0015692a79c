/**
 * What Meta's Cloud API sends: many pieces of news at a time, signed by `X-Hub-Signature-256` with the app secret.
 *
 * - The signature has no time in it, and Meta repeats for days what was not answered 2xx: so nothing is too old, and a
 *   repetition, also one by a stranger, is known by the ids of what is in it. What became of them is in the log for good.
 * - What it cannot read, or is about another number of ours, is left alone: refused, it would come back for days and
 *   hold up the rest of its batch.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type CloudMessage,
  type CloudStatus,
  cloudHookSchema,
  cloudMessageSchema,
  cloudStatuses,
  cloudStatusSchema,
} from '../../contracts/hooks.ts';
import { shorten } from '../../contracts/text.ts';
import { withoutAddresses } from '../../engine/delivery-provider.ts';
import { readPhone } from '../phone.ts';
import { ApiProblem } from '../problem.ts';
import { parseWith } from '../validate.ts';
import { jsonOf, type WhatsappHook, type WhatsappReply, type WhatsappReport } from './hook.ts';

export interface CloudHookOptions {
  readonly secret: string;
  /** Undefined: nobody is told that the address is ours. */
  readonly verifyToken: string | undefined;
  readonly phoneNumberId: string;
}

const LONGEST_TEXT = 5_000;
/** What is none of anybody's words. */
const SILENT_TYPES = new Set(['reaction', 'system', 'unsupported', 'ephemeral']);

export function createCloudHook({ secret, verifyToken, phoneNumberId }: CloudHookOptions): WhatsappHook {
  return {
    async read(call) {
      if (!isSigned(secret, call.header('x-hub-signature-256'), call.rawBody()))
        throw new ApiProblem('unauthenticated', { detail: 'X-Hub-Signature-256 is missing or wrong.' });
      const hook = parseWith(cloudHookSchema, jsonOf(call));
      const values = hook.entry
        .flatMap(({ changes }) => changes)
        .filter(
          ({ field, value }) => field === 'messages' && value.metadata?.phone_number_id === phoneNumberId,
        )
        .map(({ value }) => value);
      const replies = await Promise.all(values.flatMap(({ messages = [] }) => messages.map(readMessage)));
      return [
        ...values.flatMap(({ statuses = [] }) => statuses.flatMap((status) => readStatus(status) ?? [])),
        ...replies.filter((reply) => reply !== undefined),
      ];
    },
    confirm: (given, challenge) =>
      verifyToken !== undefined && isSame(given, verifyToken) ? challenge : undefined,
  };
}

function isSigned(secret: string, given: string | undefined, body: Buffer): boolean {
  return isSame(given ?? '', `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
}

/** As long for a wrong one as for the right one; of the length it tells, which is no secret. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function readStatus(value: unknown): WhatsappReport | undefined {
  const parsed = cloudStatusSchema.safeParse(value);
  if (!parsed.success || !Object.hasOwn(cloudStatuses, parsed.data.status)) return undefined;
  const { id, status, biz_opaque_callback_data: deliveryId, errors } = parsed.data;
  const reason = reasonOf(errors);
  return {
    news: 'report',
    id: `${id}:${status}`,
    messageId: id,
    status: cloudStatuses[status] as WhatsappReport['status'],
    ...(deliveryId === undefined ? {} : { deliveryId }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** As a refusal of the call itself reads in the ledger. */
function reasonOf(errors: CloudStatus['errors']): string | undefined {
  const [first] = errors ?? [];
  if (!first) return undefined;
  const words = [first.title, first.error_data?.details].filter(Boolean).join(': ');
  return withoutAddresses(`meta_${first.code}: ${words || 'no reason given'}`);
}

async function readMessage(value: unknown): Promise<WhatsappReply | undefined> {
  const parsed = cloudMessageSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const message = parsed.data;
  const text = textOf(message);
  if (text === '' || message.group_id !== undefined) return undefined;
  const fromPhone = await readPhone(`+${message.from}`, 'from').catch(() => undefined);
  if (fromPhone === undefined) return undefined;
  return { news: 'reply', id: message.id, fromPhone, text, replyTo: message.context?.id ?? null };
}

/** The words; of a picture or a recording, that there is one, since it stays with Meta. */
function textOf(message: CloudMessage): string {
  const { type, text, button, interactive, image, video, document } = message;
  if (SILENT_TYPES.has(type)) return '';
  const words =
    text?.body ??
    button?.text ??
    interactive?.button_reply?.title ??
    interactive?.list_reply?.title ??
    [`[${type}]`, (image ?? video ?? document)?.caption].filter(Boolean).join(' ');
  return shorten(words.trim(), LONGEST_TEXT);
}
