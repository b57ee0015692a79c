import { describe, expect, it } from 'vitest';
import { type Allowed, faultsIn, requiredBy } from '../../../src/handlers/templates/faults.ts';
import { inAppWords, messageWords, templates } from '../../../src/handlers/templates/registry.ts';
import type { InTwo, Template } from '../../../src/handlers/templates/template.ts';

const JAKARTA = 'Asia/Jakarta';

const numbers = ['count'];

describe('templates', () => {
  const builtIn = Object.entries<Template>(templates).flatMap(([name, { variables, inApp, message, push }]) =>
    [inApp, message, push].flatMap((words) => (words ? [[name, variables, words] as const] : [])),
  );

  it.each(builtIn)(
    '%s uses only variables that somebody gives, the same in both languages',
    (_name, variables, words) => {
      const allowed: Allowed = { variables, numbers, builtIn: words };
      expect(faultsIn(words, allowed)).toEqual([]);
      expect(requiredBy(allowed, 'id').sort()).toEqual(requiredBy(allowed, 'en').sort());
    },
  );

  const allowed: Allowed = {
    variables: ['number', 'title', 'count', 'dueAt'],
    numbers,
    builtIn: {
      id: { subject: '{number}', text: '{recipientName}: {title}' },
      en: { subject: '{number}', text: '{recipientName}: {title}' },
    },
  };
  const faultsOf = (text: string): unknown => {
    const en = { subject: '{number}', text: '{title}' };
    const words: InTwo = { id: { subject: '{number}', text }, en };
    return faultsIn(words, allowed);
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
    expect(messageWords('ticket.visit', planned, 'en', JAKARTA).text).toMatch(/2 March 2026.*09:00/);
    expect(messageWords('ticket.visit', planned, 'id', JAKARTA).text).toMatch(/Senin, 0?2 Maret 2026/);
    expect(inAppWords('ticket.visit', { ...params, scheduledAt: null }, 'id', JAKARTA).text).toBe(
      'Kedatangan: waktu yang akan kami kabarkan',
    );
  });

  it('fail rather than leave a hole', () => {
    expect(() => inAppWords('ticket.created', { number: 'T-000001' }, 'id', JAKARTA)).toThrow('{title}');
    expect(() => messageWords('ticket.unknown', {}, 'id', JAKARTA)).toThrow('no template');
  });
});
