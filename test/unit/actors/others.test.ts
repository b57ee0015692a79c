import { describe, expect, it } from 'vitest';
import { broadcast } from '../../../src/actors/broadcast/actor.ts';
import type { BroadcastAudience } from '../../../src/actors/broadcast/commands.ts';
import { customer } from '../../../src/actors/customer/actor.ts';
import { notification } from '../../../src/actors/notification/actor.ts';
import { actors } from '../../../src/actors/registry.ts';
import { technician } from '../../../src/actors/technician/actor.ts';
import { visibleTo } from '../../../src/contracts/generic/audience.ts';
import { eventTypesOf, given, later, START } from '../../support/actors.ts';

describe('the registry of actors', () => {
  it('keeps instants and keys among the columns of each', () => {
    for (const [kind, actor] of actors) {
      expect(actor.kind).toBe(kind);
      expect(actor.columns).toEqual(expect.arrayContaining(['id', 'seq', 'version', ...actor.instants]));
    }
  });
});

describe('a customer', () => {
  const registered = () =>
    given(customer).and({
      type: 'create',
      code: 'C-000001',
      name: 'Budi Santoso',
      email: 'budi@example.com',
      phone: null,
      address: null,
      zone: 'depok',
      packageId: null,
      status: 'active',
      userId: null,
    });

  it('keeps name and contacts out of its events', () => {
    const edited = registered().and({ type: 'edit', fields: { phone: '+62800222', zone: 'bogor' } });
    expect(edited.state).toMatchObject({ name: 'Budi Santoso', phone: '+62800222', zone: 'bogor' });
    expect(edited.events.map(({ data }) => data)).toEqual([
      { code: 'C-000001', zone: 'depok', status: 'active', userId: null, packageId: null },
      { fields: ['phone', 'zone'], zone: 'bogor', previousZone: 'depok' },
    ]);
  });

  it('has one portal account', () => {
    const linked = registered().and({ type: 'link_user', userId: 'u1' });
    expect(eventTypesOf(linked.when({ type: 'link_user', userId: 'u1' }))).toEqual([]);
    expect(eventTypesOf(linked.when({ type: 'link_user', userId: 'u2' }))).toEqual(['refused: conflict']);
  });

  it('reads of itself what concerns it', () => {
    const before = registered();
    const { state, events } = before.and({ type: 'edit', fields: { zone: 'bogor' } });
    const event = events.at(-1);
    if (!state || !event) throw new Error('no event');
    const audience = customer.audience(event, before.state, state);
    expect(visibleTo({ data: event.data, audience }, new Set(['customer:actor-1']))).toEqual({
      fields: ['zone'],
    });
    expect(visibleTo({ data: event.data, audience }, new Set(['customer:other']))).toBeUndefined();
  });
});

describe('a technician', () => {
  const hired = () =>
    given(technician).and({
      type: 'create',
      employeeNumber: 'TEK-001',
      name: 'Joko Wibowo',
      skillLevel: 'senior',
      zone: 'depok',
      shift: 'day',
      maxTicketsPerDay: 5,
      userId: 'user-1',
    });

  it('is off line until it says otherwise, and saying so makes no edit stale', () => {
    expect(hired().state?.availability).toBe('offline');
    const here = hired().and({ type: 'change_availability', availability: 'available' });
    expect(here.state).toMatchObject({ availability: 'available', version: 1, seq: 2 });
    expect(eventTypesOf(here.when({ type: 'change_availability', availability: 'available' }))).toEqual([]);
  });

  it('keeps its name out of its events', () => {
    const edited = hired().and({ type: 'edit', fields: { name: 'Joko W.', shift: 'night' } });
    expect(edited.state).toMatchObject({ name: 'Joko W.', shift: 'night' });
    expect(JSON.stringify(edited.events.map(({ data }) => data))).not.toContain('Joko');
  });
});

describe('a notice', () => {
  const notice = () =>
    given(notification).and({
      type: 'notify',
      userId: 'user-1',
      template: 'ticket.completed',
      params: { number: 'T-000001', title: 'Internet mati' },
      entity: { kind: 'ticket', id: 't1' },
      eventId: '7',
      priority: 3,
    });

  it('is delivered, shown, read: each once, each with its time', () => {
    const seen = notice().and({ type: 'seen' }, later(START, 1));
    expect(seen.state).toMatchObject({ status: 'shown', shownAt: later(START, 1), readAt: null });
    const read = seen.and({ type: 'read' }, later(START, 2));
    expect(read.state).toMatchObject({ status: 'read', seenAt: later(START, 1), readAt: later(START, 2) });
    expect(eventTypesOf(read.when({ type: 'read' }))).toEqual([]);
    expect(eventTypesOf(read.when({ type: 'seen' }))).toEqual([]);
  });

  it('has been seen when it was read at once', () => {
    expect(notice().and({ type: 'read' }).state).toMatchObject({ status: 'read', seenAt: START });
  });

  it('reaches its reader with all that is needed to show it', () => {
    const { state, events } = notice();
    const [event] = events;
    if (!state || !event) throw new Error('no event');
    expect(notification.audience(event, undefined, state)).toEqual([
      { class: 'owner', rooms: ['user:user-1'] },
    ]);
    expect(event.data).toMatchObject({ template: 'ticket.completed', params: { number: 'T-000001' } });
  });
});

describe('a broadcast', () => {
  it.each<[BroadcastAudience, string[]]>([
    [{ to: 'all' }, ['all:staff', 'all:public']],
    [{ to: 'role', role: 'noc' }, ['role:noc']],
    [{ to: 'zone', zone: 'depok' }, ['zone:depok:staff', 'zone:depok:public']],
    [{ to: 'user', userId: 'u1' }, ['user:u1']],
    [{ to: 'watchers', kind: 'ticket', id: 't1' }, ['ticket:t1:staff', 'ticket:t1:public']],
  ])('to %o reaches its rooms, one class an entry', (audience, rooms) => {
    const { state, events } = given(broadcast).and({
      type: 'send',
      audience,
      title: 'Maintenance',
      message: 'Tonight',
      severity: 'info',
    });
    const [event] = events;
    if (!state || !event) throw new Error('no event');
    const entries = broadcast.audience(event, undefined, state);
    expect(entries.flatMap((entry) => entry.rooms)).toEqual(rooms);
    expect(new Set(entries.map((entry) => entry.class)).size).toBe(entries.length);
  });

  it('to customers is of their class', () => {
    const { state } = given(broadcast).and({
      type: 'send',
      audience: { to: 'role', role: 'customer' },
      title: 'Maintenance',
      message: 'Tonight',
      severity: 'info',
    });
    if (!state) throw new Error('no state');
    expect(broadcast.audience({ type: 'broadcast.sent', data: {} }, undefined, state)[0]?.class).toBe(
      'public',
    );
  });
});
