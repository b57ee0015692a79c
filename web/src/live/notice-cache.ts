/**
 * Notices in the cache: events and the reader's own steps go into every list at once; words and counts are the API's.
 */
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Envelope } from '../../../src/contracts/generic/envelope.ts';
import {
  type Notice,
  type NoticeState,
  type NoticeStep,
  noticeKeys,
  readNotice,
} from '../api/notifications.ts';
import type { Page } from '../api/page.ts';
import { type Locale, locale } from '../session/preferences.ts';
import { invalidateGathered } from './gather.ts';
import { addNotice, stepInList } from './notice-fold.ts';

type Pages = readonly Page<Notice>[];
type ListData = InfiniteData<Page<Notice>, string | undefined>;

const GATHER_MS = 120;
const MOST_UNDER_WAY = 4;
let underWay = 0;
let gathering: ReturnType<typeof setTimeout> | undefined;

const steps: Readonly<Record<string, NoticeStep>> = {
  'notification.seen': 'seen',
  'notification.read': 'read',
  'notification.archived': 'archive',
};

export function applyNoticeEvent(cache: QueryClient, event: Envelope, id: string): void {
  const step = steps[event.type];
  if (event.type === 'notification.created') void takeNew(cache, event.position, id);
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

/**
 * Its words are not in the event. A list that is not looked at is read when it is; of many that come at once the list is
 * read, not each.
 */
async function takeNew(cache: QueryClient, position: string, id: string): Promise<void> {
  const looksOn = { queryKey: noticeKeys.lists, type: 'active' } as const;
  if (cache.getQueryCache().findAll(looksOn).length === 0) return;
  if (underWay < MOST_UNDER_WAY) {
    underWay += 1;
    const language = locale.get();
    try {
      const notice = await readNotice(id, language);
      inLists(cache, (pages, state) => addNotice(pages, state, position, notice), language);
      return;
    } catch {
      // Put away meanwhile, or the API is: the list says which.
    } finally {
      underWay -= 1;
    }
  }
  invalidateGathered(cache, noticeKeys.lists);
}

/** What the reader did, before the API has answered. */
export function guessStep(cache: QueryClient, id: string, step: NoticeStep): void {
  const at = new Date().toISOString();
  inLists(cache, (pages, state) => stepInList(pages, state, id, step, at));
}

function inLists(
  cache: QueryClient,
  change: (pages: Pages, state: NoticeState) => Pages,
  language?: Locale,
): void {
  for (const [key, list] of cache.getQueriesData<ListData>({ queryKey: noticeKeys.lists })) {
    if (!list || (language !== undefined && key[3] !== language)) continue;
    const pages = change(list.pages, key[2] as NoticeState);
    if (pages !== list.pages) cache.setQueryData<ListData>(key, { ...list, pages: [...pages] });
  }
}
