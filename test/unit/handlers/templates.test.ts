import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WordsKind } from '../../../src/contracts/templates.ts';
import { editableTemplate, previewOf } from '../../../src/handlers/templates/editing.ts';
import { type Allowed, faultsIn, requiredBy } from '../../../src/handlers/templates/faults.ts';
import { priorityNames, roleNames } from '../../../src/handlers/templates/names.ts';
import { wordsAsPublished } from '../../../src/handlers/templates/published.ts';
import { builtInNames } from '../../../src/handlers/templates/registry.ts';
import { fill, type InTwo, type Locale } from '../../../src/handlers/templates/template.ts';
import { readCatalogue } from '../../../web/build/catalogues.ts';

const JAKARTA = 'Asia/Jakarta';

const numbers = ['count'];

function words(kind: WordsKind, template: string, facts: object, locale: Locale) {
  return wordsAsPublished(new Map(), kind, template, { ...facts }, locale, JAKARTA);
}

describe('templates', () => {
  it.each(builtInNames)('%s can be edited as it is, and says the same in both languages', (name) => {
    const known = editableTemplate(name);
    if (!known) throw new Error('It cannot be edited');
    const { allowed, builtIn } = known;
    const { faults, id, en } = previewOf(known, builtIn, JAKARTA);
    expect(faults).toEqual([]);
    expect(requiredBy(allowed, 'id').sort()).toEqual(requiredBy(allowed, 'en').sort());
    const shown = [id, en].map((one) => `${one?.subject} ${one?.text}`).join(' ');
    expect(shown).not.toMatch(/[‹{]|NaN|null|undefined/);
  });

  const allowed: Allowed = {
    kind: 'message',
    variables: ['number', 'title', 'count', 'dueAt'],
    numbers,
    builtIn: {
      id: { subject: '{number}', text: '{recipientName}: {title}' },
      en: { subject: '{number}', text: '{recipientName}: {title}' },
    },
  };
  const faultsOf = (text: string): unknown => {
    const en = { subject: '{number}', text: '{title}' };
    const changed: InTwo = { id: { subject: '{number}', text }, en };
    return faultsIn(changed, allowed);
  };

  it.each([
    ['{title} {recipientName} {dueAt}', []],
    ['{count, plural, one {# x} other {# {title}}}', []],
    ['{number, select, a {x} other {{title}}}', []],
    ['<b>{title}</b>', []],
    ['{title} {price}', ['nobody gives {price}']],
    ['{count, plural, other {{price}}} {title}', ['nobody gives {price}']],
    ['{technicianName} {title}', ['nobody gives {technicianName}']],
    ['no more', ['{title} is missing']],
    ['{title', ['is not well-formed: look at the braces']],
    ['{title} {}', ['is not well-formed: look at the braces']],
    ['{dueAt, date} {title}', ['{dueAt} is shown as it is: no date or time format']],
    ['{title, plural, other {#}}', ['{title} is no number']],
  ])('%j has the faults %j', (text, messages) => {
    expect(faultsOf(text)).toEqual(messages.map((message) => ({ path: 'id.text', message })));
  });

  it('show instants as local time, and say so when there is none', () => {
    const params = {
      number: 'T-000001',
      title: 'Internet mati',
      technicianId: 't1',
      technicianName: 'Joko',
      recipientName: 'Siti',
    };
    const planned = { ...params, scheduledAt: '2026-03-02T02:00:00.000Z' };
    expect(words('message', 'ticket.visit', planned, 'en').text).toMatch(/2 March 2026.*09:00/);
    expect(words('message', 'ticket.visit', planned, 'id').text).toMatch(/Senin, 0?2 Maret 2026/);
    expect(words('notice', 'ticket.visit', { ...params, scheduledAt: null }, 'id').text).toBe(
      'Kedatangan: akan kami kabarkan',
    );
  });

  it('show priorities and roles by the names that the portal has for them, and choose by the fact', () => {
    const text = '{priority, select, high {!} none {?} other {.}} {priority} {role}';
    const both = { subject: '', text };
    const shown = (priority: string | null, locale: Locale) =>
      fill({ id: both, en: both }, locale, { priority, role: 'customer_service' }, JAKARTA).text;
    expect(shown('high', 'id')).toBe('! Tinggi Layanan pelanggan');
    expect(shown('low', 'en')).toBe('. Low Customer service');
    expect(shown(null, 'en')).toBe('? – Customer service');
    for (const locale of ['id', 'en'] as const) {
      const catalogue = readCatalogue(join(import.meta.dirname, '../../../web'), locale);
      for (const [start, names] of [
        ['ticket.priority.', priorityNames[locale]],
        ['role.', roleNames[locale]],
      ] as const)
        for (const [key, name] of names) expect(catalogue[`${start}${key}`]).toBe(name);
    }
  });

  it('fail rather than leave a hole', () => {
    expect(() => words('notice', 'ticket.created', { number: 'T-000001' }, 'id')).toThrow('{title}');
    expect(() => words('message', 'ticket.unknown', {}, 'id')).toThrow('no message');
    expect(() => words('message', 'webhook.gone', {}, 'id')).toThrow('no message');
  });

  it('of notices know nothing that is read for a message alone', () => {
    const names = (name: string) => editableTemplate(name)?.variables.map((variable) => variable.name);
    expect(names('ticket.joined')).toContain('technicianName');
    expect(names('notice.ticket.joined')).toEqual(['number', 'title', 'scheduledAt']);
  });
});
