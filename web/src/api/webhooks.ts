/** Webhooks: who gets events, and what became of each message. */
import type * as z from 'zod/mini';
import type {
  recoveredSchema,
  secretWebhookSchema,
  WebhookView,
  webhookDeliverySchema,
} from '../../../src/contracts/webhooks.ts';
import { change, type Query } from './client.ts';
import { pagedQuery } from './paged.ts';

export type Webhook = WebhookView;
export type SecretWebhook = z.infer<typeof secretWebhookSchema>;
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;
type Recovered = z.infer<typeof recoveredSchema>;
export type WebhookCommand = 'enable' | 'disable' | 'test';

export interface NewWebhook {
  readonly url: string;
  readonly description: string;
  readonly types: readonly string[];
}

const AGAIN_MS = 5_000;

export const webhookKeys = { list: ['webhook'] as const, deliveries: ['webhook-delivery'] as const };

export const webhookList = {
  ...pagedQuery<Webhook>(webhookKeys.list, '/webhooks', {}),
  refetchInterval: AGAIN_MS,
};

export function webhookDeliveryList(id: string, filter: Query) {
  return {
    ...pagedQuery<WebhookDelivery>([...webhookKeys.deliveries, id], `/webhooks/${id}/deliveries`, filter),
    refetchInterval: AGAIN_MS,
  };
}

export function createWebhook(body: NewWebhook, key: string): Promise<SecretWebhook> {
  return change('POST', '/webhooks', { body, key });
}

/** As it was looked at: `version`. */
export function editWebhook(id: string, body: NewWebhook, version: number): Promise<Webhook> {
  return change('PATCH', `/webhooks/${id}`, { body, version });
}

export function commandWebhook(id: string, command: WebhookCommand): Promise<unknown> {
  return change('POST', `/webhooks/${id}/${command}`, { body: {} });
}

export function rotateWebhook(id: string): Promise<SecretWebhook> {
  return change('POST', `/webhooks/${id}/rotate`, { body: {} });
}

export function deleteWebhook(id: string): Promise<void> {
  return change('DELETE', `/webhooks/${id}`);
}

/** All of it, a part at a time. */
export async function recoverWebhook(id: string, since: string): Promise<void> {
  for (let next: string | null | undefined; next !== null; ) {
    const body = { since, ...(next === undefined ? {} : { cursor: next }) };
    const recovered: Recovered = await change('POST', `/webhooks/${id}/recover`, { body });
    next = recovered.next;
  }
}

export function resendDelivery(id: string, deliveryId: string): Promise<void> {
  return change('POST', `/webhooks/${id}/deliveries/${deliveryId}/resend`, { body: {} });
}
