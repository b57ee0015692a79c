import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../web/src/api/notifications.ts';
import { addNotice, stepInList } from '../../../web/src/live/notice-fold.ts';

function notice(id: string, createdAt = '2026-03-02T02:00:00.000Z'): Notice {
  return { id, seq: 1, createdAt, seenAt: null, readAt: null, archivedAt: null } as Notice;
}

const pages = [{ data: [notice('a'), notice('b')], page: { next: null }, position: 'e:10' }];
const ids = (list: typeof pages) => list.flatMap(({ data }) => data.map(({ id }) => id));

describe('a list of notices', () => {
  it('takes a new one first, once, and none that is older than the list (N1)', () => {
    const later = '2026-03-02T02:00:01.000Z';
    expect(ids(addNotice(pages, 'all', 'e:11', notice('c', later)) as typeof pages)).toEqual(['c', 'a', 'b']);
    expect(addNotice(pages, 'all', 'e:11', notice('a'))).toBe(pages);
    expect(addNotice(pages, 'all', 'e:10', notice('c', later))).toBe(pages);
    expect(addNotice(pages, 'archived', 'e:11', notice('c', later))).toBe(pages);
  });

  it('keeps the order in which they were made, whichever was read first (N1)', () => {
    const made = ['2026-03-02T02:00:01.000Z', '2026-03-02T02:00:02.000Z'] as const;
    const one = addNotice(pages, 'all', 'e:12', notice('d', made[1])) as typeof pages;
    expect(ids(addNotice(one, 'all', 'e:11', notice('c', made[0])) as typeof pages)).toEqual([
      'd',
      'c',
      'a',
      'b',
    ]);
  });

  it('keeps what was seen, and lets go what was read or archived (N2)', () => {
    const step = (...[state, name]: [Parameters<typeof stepInList>[1], Parameters<typeof stepInList>[3]]) =>
      ids(stepInList(pages, state, 'a', name, 't') as typeof pages);
    expect(step('unseen', 'seen')).toEqual(['a', 'b']);
    expect(step('unread', 'read')).toEqual(['b']);
    expect(step('all', 'read')).toEqual(['a', 'b']);
    expect(step('all', 'archive')).toEqual(['b']);
  });
});
