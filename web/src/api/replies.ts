/** What people answered by WhatsApp. */
import { queryOptions } from '@tanstack/react-query';
import type { WhatsappReplyView } from '../../../src/contracts/replies.ts';
import { change, get, type Query } from './client.ts';
import { pagedQuery } from './paged.ts';

export const replyKeys = { all: ['reply'] as const };

export function replyList(filter: Query) {
  return pagedQuery<WhatsappReplyView>([...replyKeys.all, 'list'], '/replies', filter);
}

export function replyOne(id: string) {
  return queryOptions({
    queryKey: [...replyKeys.all, 'one', id] as const,
    queryFn: ({ signal }) => get<WhatsappReplyView>(`/replies/${encodeURIComponent(id)}`, {}, signal),
  });
}

/** It needs no ticket; or it is to be seen to after all. */
export function seeToReply(id: string, how: 'done' | 'reopen'): Promise<void> {
  return change('POST', `/replies/${encodeURIComponent(id)}/${how}`, { body: {} });
}
