import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { customerKeys } from '../../../web/src/api/customers.ts';
import { noticePreferencesKey } from '../../../web/src/api/notice-preferences.ts';
import { replyKeys } from '../../../web/src/api/replies.ts';
import { createOvertaken } from '../../../web/src/live/overtaken.ts';
import { waitFor } from '../../support/wait.ts';

/** A list that somebody looks at; `answer` gives what is being read. */
function reading(cache: QueryClient, queryKey: readonly string[]) {
  const asked: ((rows: readonly string[]) => void)[] = [];
  const observer = new QueryObserver(cache, {
    queryKey,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => new Promise<readonly string[]>((resolve) => asked.push(resolve)),
  });
  const stop = observer.subscribe(() => undefined);
  return { asked, stop, rows: () => observer.getCurrentResult().data };
}

describe('what is being read while an event comes', () => {
  it('is read again, even when it is the first reading', async () => {
    const cache = new QueryClient();
    const overtaken = createOvertaken(cache);
    const [notices, tickets] = [reading(cache, ['notification', 'list']), reading(cache, ['ticket', 'list'])];
    overtaken.note('notification');
    for (const { asked } of [notices, tickets]) asked[0]?.(['before']);
    await waitFor(() => notices.asked.length === 2);
    notices.asked[1]?.(['after', 'before']);
    await waitFor(() => notices.rows()?.length === 2);
    // Of another kind, and what was read in peace, stay as they are.
    expect(tickets.asked).toHaveLength(1);
    overtaken.note('notification');
    await cache.invalidateQueries({ queryKey: ['nothing'] });
    expect(notices.asked).toHaveLength(2);
    for (const { stop } of [notices, tickets]) stop();
  });

  it('knows what a person wishes to be told', async () => {
    const cache = new QueryClient();
    const overtaken = createOvertaken(cache);
    const wishes = reading(cache, noticePreferencesKey);
    overtaken.note('notice_preferences');
    wishes.asked[0]?.([]);
    await waitFor(() => wishes.asked.length === 2);
    wishes.stop();
  });

  it.each([
    ['technician', ['staff', 'names']],
    ['registration', [...customerKeys.registrations, 'one']],
    ['provider_reply', replyKeys.all],
    ['push_subscription', ['push', 'browsers']],
  ])('knows the answers that tell of a %s under another name', async (kind, key) => {
    const cache = new QueryClient();
    const overtaken = createOvertaken(cache);
    const names = reading(cache, key);
    overtaken.note(kind);
    names.asked[0]?.([]);
    await waitFor(() => names.asked.length === 2);
    names.stop();
  });
});
