import { describe, expect, it } from 'vitest';
import { inAppWords, messageWords, templates } from '../../../src/handlers/templates/registry.ts';
import { faultsOf, type Template } from '../../../src/handlers/templates/template.ts';

const JAKARTA = 'Asia/Jakarta';

describe('templates', () => {
  it('use only variables that somebody gives, the same in both languages', () => {
    const faults = Object.entries(templates).flatMap(([name, template]) => faultsOf(name, template));
    expect(faults).toEqual([]);
  });

  it('are found faulty when a variable is missing or stands in one language only', () => {
    const faulty: Template = {
      variables: ['number'],
      inApp: { id: { subject: '{number}', text: '{title}' }, en: { subject: '{number}', text: '' } },
    };
    expect(faultsOf('x', faulty)).toEqual([
      'x in the inbox: nobody gives {title}',
      'x in the inbox: {title} stands in one language only',
    ]);
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
