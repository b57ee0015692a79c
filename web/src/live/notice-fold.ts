/**
 * Notices in a list after an event or a step of their reader: pure.
 *
 * N1 A new notice stands by its time, as a rule first, in every list that is not the archive; one that the list has, or that is older than
 *    what was read, changes nothing.
 * N2 What was only looked at stays where it is, or the list would run away under its reader's eyes; what was read
 *    leaves the unread ones, what was put away leaves all but the archive.
 */
import { parsePosition } from '../../../src/contracts/generic/position.ts';
import type { Notice, NoticeState, NoticeStep } from '../api/notifications.ts';
import type { Page } from '../api/page.ts';

type Pages = readonly Page<Notice>[];

export function addNotice(pages: Pages, state: NoticeState, position: string, notice: Notice): Pages {
  const [first, ...rest] = pages;
  if (!first || state === 'archived' || isBehind(position, first.position)) return pages;
  if (pages.some((page) => page.data.some(({ id }) => id === notice.id))) return pages;
  // Read one by one, two of them may come in another order than they were made in.
  const at = first.data.findIndex(({ createdAt }) => createdAt <= notice.createdAt);
  return [{ ...first, data: first.data.toSpliced(at === -1 ? first.data.length : at, 0, notice) }, ...rest];
}

export function stepInList(
  pages: Pages,
  state: NoticeState,
  id: string,
  step: NoticeStep,
  at: string,
  seq?: number,
): Pages {
  return pages.map((page) => {
    const held = page.data.find((notice) => notice.id === id);
    if (!held || (seq !== undefined && seq <= held.seq)) return page;
    const leaves = step === 'archive' ? state !== 'archived' : step === 'read' && state === 'unread';
    const data = leaves
      ? page.data.filter((notice) => notice !== held)
      : page.data.map((notice) => (notice === held ? after(held, step, at, seq) : notice));
    return { ...page, data };
  });
}

function after(notice: Notice, step: NoticeStep, at: string, seq = notice.seq): Notice {
  const seenAt = notice.seenAt ?? at;
  if (step === 'seen') return { ...notice, seenAt, seq };
  if (step === 'read') return { ...notice, seenAt, readAt: notice.readAt ?? at, seq };
  return { ...notice, archivedAt: notice.archivedAt ?? at, seq };
}

function isBehind(position: string, read: string): boolean {
  const [event, list] = [parsePosition(position), parsePosition(read)];
  return (
    event !== undefined && list !== undefined && event.epoch === list.epoch && event.offset <= list.offset
  );
}
