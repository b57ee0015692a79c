/** What the person wants to be told of, where, and when. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type {
  changeNoticePreferencesSchema,
  NoticePreferencesView,
} from '../../../src/contracts/notice-preferences.ts';
import { change, get } from './client.ts';

export type NoticePreferencesChange = z.input<typeof changeNoticePreferencesSchema>;
export type NoticeTypeChoice = NoticePreferencesView['types'][number];

export const noticePreferencesKey = ['notice_preferences'] as const;

export const noticePreferences = queryOptions({
  queryKey: noticePreferencesKey,
  queryFn: ({ signal }) => get<NoticePreferencesView>('/notice-preferences', {}, signal),
});

export function changeNoticePreferences(body: NoticePreferencesChange): Promise<NoticePreferencesView> {
  return change('PATCH', '/notice-preferences', { body });
}
