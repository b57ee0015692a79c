/** Notices in the cache: events and the reader's own steps go into every list at once; counts are the API's. */
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Envelope } from '../../../src/contracts/generic/envelope.ts';
import { type Notice, type NoticeState, type NoticeStep, noticeKeys } from '../api/notifications.ts';
import type { Page } from '../api/page.ts';
import { addNotice, stepInList } from './notice-fold.ts';

type Pages = readonly Page<Notice>[];
type ListData = InfiniteData<Page<Notice>, string | undefined>;

const GATHER_MS = 120;
let gathering: ReturnType<typeof setTimeout> | undefined;

const steps: Readonly<Record<string, NoticeStep>> = {
  'notification.seen': 'seen',
  'notification.read': 'read',
  'notification.archived': 'archive',
};

export function applyNoticeEvent(cache: QueryClient, event: Envelope, id: string): void {
  const step = steps[event.type];
  if (event.type === 'notification.created')
    inLists(cache, (pages, state) => addNotice(pages, state, event, id));
  else if (step)
    inLists(cache, (pages, state) => stepInList(pages, state, id, step, event.time, event.actorseq));
  // The archive may have been read before it had this one, and cannot know its place among the others.
  if (step === 'archive') void cache.invalidateQueries({ queryKey: noticeKeys.list('archived') });
  // Many at once are counted once.
  if (gathering !== undefined) return;
  gathering = setTimeout(() => {
    gathering = undefined;
    void cache.invalidateQueries({ queryKey: noticeKeys.count });
  }, GATHER_MS);
}

/** What the reader did, before the API has answered. */
export function guessStep(cache: QueryClient, id: string, step: NoticeStep): void {
  const at = new Date().toISOString();
  inLists(cache, (pages, state) => stepInList(pages, state, id, step, at));
}

function inLists(cache: QueryClient, change: (pages: Pages, state: NoticeState) => Pages): void {
  for (const [key, list] of cache.getQueriesData<ListData>({ queryKey: noticeKeys.lists })) {
    if (!list) continue;
    const pages = change(list.pages, key[2] as NoticeState);
    if (pages !== list.pages) cache.setQueryData<ListData>(key, { ...list, pages: [...pages] });
  }
}
