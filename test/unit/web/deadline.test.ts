import { describe, expect, it } from 'vitest';
import { type Clocked, deadlineOf } from '../../../web/src/tickets/deadline.ts';

const HOUR_MS = 3_600_000;
const start = Date.parse('2026-01-01T00:00:00Z');
/** Eight hours from the start: two of them for the response. */
const high: Clocked = {
  status: 'open',
  priority: 'high',
  slaDueAt: new Date(start + 8 * HOUR_MS).toISOString(),
  slaState: 'running',
  slaRemainingMs: null,
};
const at = (hours: number, more: Partial<Clocked> = {}) =>
  deadlineOf({ ...high, ...more }, start + hours * HOUR_MS);

describe('the deadline that counts', () => {
  it('is the response while nobody has taken the ticket, for a quarter of the time', () => {
    expect(at(0.5)).toMatchObject({
      kind: 'response',
      leftMs: 1.5 * HOUR_MS,
      dueAt: '2026-01-01T02:00:00.000Z',
      tone: 'running',
    });
    expect(at(2.5)).toMatchObject({ kind: 'resolution', leftMs: 5.5 * HOUR_MS });
  });

  it('is the resolution from then on, and says when it is near and over', () => {
    expect(at(0.5, { status: 'assigned' })).toMatchObject({ kind: 'resolution', tone: 'running' });
    expect(at(7, { status: 'in_progress', slaState: 'warned' })).toMatchObject({ tone: 'soon' });
    expect(at(9, { status: 'in_progress', slaState: 'breached' })).toMatchObject({
      kind: 'resolution',
      leftMs: -HOUR_MS,
      tone: 'late',
    });
  });

  it('stands still on hold, with what is left of it', () => {
    const held = {
      status: 'on_hold',
      slaDueAt: null,
      slaState: 'paused',
      slaRemainingMs: 3 * HOUR_MS,
    } as const;
    expect(at(100, held)).toEqual({ kind: 'paused', leftMs: 3 * HOUR_MS });
  });

  it('is no more once the ticket is closed, nor for those who may not know', () => {
    expect(at(1, { status: 'completed', slaState: 'met' })).toEqual({ kind: 'met' });
    expect(at(1, { status: 'completed', slaState: 'breached' })).toEqual({ kind: 'missed' });
    expect(at(1, { status: 'cancelled', slaState: 'stopped' })).toEqual({ kind: 'none' });
    expect(at(1, { slaState: null })).toEqual({ kind: 'none' });
  });
});
