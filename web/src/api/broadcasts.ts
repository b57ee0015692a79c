/** One message to many; who would be told; a test notice. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type {
  audienceCountSchema,
  broadcastSchema,
  sendBroadcastSchema,
} from '../../../src/contracts/broadcasts.ts';
import { change, get, type Query } from './client.ts';

export type AudienceCount = z.infer<typeof audienceCountSchema>;

export function audienceCount(audience: Query) {
  return queryOptions({
    queryKey: ['broadcast', 'audience', audience] as const,
    queryFn: ({ signal }) => get<AudienceCount>('/broadcasts/audience', audience, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

export function sendBroadcast(
  body: z.input<typeof sendBroadcastSchema>,
  key: string,
): Promise<z.infer<typeof broadcastSchema>> {
  return change('POST', '/broadcasts', { body, key });
}

export function sendTest(body: { readonly userId?: string; readonly message: string }, key: string) {
  return change<{ readonly id: string }>('POST', '/notifications/test', { body, key });
}
