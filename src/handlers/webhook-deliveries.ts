/**
 * What a delivery to a webhook is made of.
 *
 * - W1 One event is one delivery to a webhook, whoever makes it: its id follows from the two, and stands in
 *   `webhook-id` of every attempt.
 * - W2 A webhook reads events in the words of staff; what staff does not see, it does not get.
 */
import { createHash } from 'node:crypto';
import type { Audience } from '../contracts/generic/audience.ts';

export const WEBHOOK_CHANNEL = 'webhook';
export const WEBHOOK_TEMPLATE = 'event';
/** With the back-off of `webhookBackoff` three days on average, six at most. */
export const WEBHOOK_ATTEMPTS = 20;
/** After codes, what is critical and what people wait for. */
export const WEBHOOK_PRIORITY = 4;
export const WEBHOOK_FOLLOWER = 'webhooks';

/** 5 s, 15 s, 45 s … twelve hours at most. */
export const webhookBackoff = { baseMs: 5_000, factor: 3, capMs: 43_200_000 } as const;

export function webhookDeliveryId(webhookId: string, eventId: string): string {
  const hex = createHash('md5').update(`${webhookId} ${eventId}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The same in SQL; `webhook` and `event` are expressions of text. */
export const webhookDeliveryIdSql = (webhook: string, event: string): string =>
  `md5(${webhook} || ' ' || ${event})::uuid::text`;

/** What staff reads of the event; undefined when it is not theirs. */
export function staffWords(event: {
  readonly data: Readonly<Record<string, unknown>>;
  readonly audience: Audience;
}): Readonly<Record<string, unknown>> | undefined {
  const entry = event.audience.find((one) => one.class === 'staff');
  return entry && (entry.data ?? event.data);
}
