/** The person's browsers that show notices. */
import { queryOptions } from '@tanstack/react-query';
import { MOST_BROWSERS, type PushBrowser, type PushKey } from '../../../src/contracts/push.ts';
import { change, get } from './client.ts';
import type { Page } from './page.ts';

export const pushKeys = { all: ['push'] as const, browsers: ['push', 'browsers'] as const };

export const pushKey = queryOptions({
  queryKey: [...pushKeys.all, 'key'],
  queryFn: ({ signal }) => get<PushKey>('/push-key', {}, signal),
});

export const ownBrowsers = queryOptions({
  queryKey: pushKeys.browsers,
  queryFn: ({ signal }) => get<Page<PushBrowser>>('/push-subscriptions', { limit: MOST_BROWSERS }, signal),
});

export function startBrowser({ endpoint, keys }: PushSubscriptionJSON): Promise<{ readonly id: string }> {
  return change('POST', '/push-subscriptions', { body: { endpoint, keys } });
}

export function endBrowser(id: string): Promise<void> {
  return change('DELETE', `/push-subscriptions/${id}`);
}

export function testBrowser(id: string): Promise<{ readonly deliveryId: string }> {
  return change('POST', `/push-subscriptions/${id}/test`, { body: {} });
}
