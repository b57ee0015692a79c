import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../src/contracts/generic/envelope.ts';
import { templates } from '../../../src/handlers/templates/registry.ts';
import type { Template } from '../../../src/handlers/templates/template.ts';
import { readCatalogue } from '../../../web/build/catalogues.ts';
import type { Notice } from '../../../web/src/api/notifications.ts';
import { addNotice, stepInList } from '../../../web/src/live/notice-fold.ts';

describe('the words of notices', () => {
  it('are in the catalogues for every template of the inbox, and for no other', () => {
    const inbox = Object.entries<Template>(templates).flatMap(([name, { inApp }]) => (inApp ? [name] : []));
    for (const locale of ['id', 'en'] as const) {
      const ids = Object.keys(readCatalogue(join(import.meta.dirname, '../../../web'), locale));
      const wanted = [...inbox, 'unknown'].flatMap((name) => [`notice.${name}.text`, `notice.${name}.title`]);
      expect(ids.filter((id) => id.startsWith('notice.')).sort()).toEqual(wanted.sort());
    }
  });
});

function notice(id: string): Notice {
  return { id, seq: 1, seenAt: null, readAt: null, archivedAt: null } as Notice;
}

function created(position: string): Envelope {
  const data = { template: 'test', params: { message: 'x' }, entity: null, eventId: null, priority: 3 };
  return { type: 'notification.created', position, time: 't', actorseq: 1, data } as unknown as Envelope;
}

const pages = [{ data: [notice('a'), notice('b')], page: { next: null }, position: 'e:10' }];
const ids = (list: typeof pages) => list.flatMap(({ data }) => data.map(({ id }) => id));

describe('a list of notices', () => {
  it('takes a new one first, once, and none that is older than the list (N1)', () => {
    expect(ids(addNotice(pages, 'all', created('e:11'), 'c') as typeof pages)).toEqual(['c', 'a', 'b']);
    expect(addNotice(pages, 'all', created('e:11'), 'a')).toBe(pages);
    expect(addNotice(pages, 'all', created('e:10'), 'c')).toBe(pages);
    expect(addNotice(pages, 'archived', created('e:11'), 'c')).toBe(pages);
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
