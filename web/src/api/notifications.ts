/** The own in-app notices: lists by state, how many there are, and the steps of a reader. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type {
  notificationCountSchema,
  notificationQuery,
  notificationSchema,
  notificationStates,
} from '../../../src/contracts/notifications.ts';
import { change, get } from './client.ts';
import type { Page } from './page.ts';

export type Notice = z.infer<typeof notificationSchema>;
export type NoticeState = (typeof notificationStates)[number];
export type NoticeCount = z.infer<typeof notificationCountSchema>;
export type NoticeLanguage = NonNullable<z.infer<typeof notificationQuery>['language']>;
export type NoticeStep = 'seen' | 'read' | 'archive';

const PAGE_ROWS = 50;

export const noticeKeys = {
  all: ['notification'] as const,
  lists: ['notification', 'list'] as const,
  list: (state: NoticeState) => ['notification', 'list', state] as const,
  count: ['notification', 'count'] as const,
};

export function noticeList(state: NoticeState, language: NoticeLanguage) {
  return infiniteQueryOptions({
    queryKey: [...noticeKeys.list(state), language] as const,
    queryFn: ({ pageParam, signal }) =>
      get<Page<Notice>>('/notifications', { state, language, limit: PAGE_ROWS, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.page.next ?? undefined,
    // Another state's rows move while this one is not shown.
    refetchOnMount: 'always',
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const noticeCount = queryOptions({
  queryKey: noticeKeys.count,
  queryFn: ({ signal }) => get<NoticeCount>('/notifications/count', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export function readNotice(id: string, language: NoticeLanguage): Promise<Notice> {
  return get<Notice>(`/notifications/${id}`, { language });
}

export function stepNotice(id: string, step: NoticeStep): Promise<void> {
  return change('POST', `/notifications/${id}/${step}`, { body: {} });
}

export function readAllNotices(key: string): Promise<{ readonly changed: number }> {
  return change('POST', '/notifications/read-all', { body: {}, key });
}
