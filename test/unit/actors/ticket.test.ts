import { describe, expect, it } from 'vitest';
import { ticket } from '../../../src/actors/ticket/actor.ts';
import { allowedCommands, allowedNow } from '../../../src/actors/ticket/transitions.ts';
import { visibleTo } from '../../../src/contracts/generic/audience.ts';
import { rooms } from '../../../src/contracts/rooms.ts';
import { eventTypesOf, later, START } from '../../support/actors.ts';
import { attachCommand } from '../../support/photos.ts';
import { assigned, completed, createCommand, helper, inProgress, lead, onHold, open } from './tickets.ts';

describe('a ticket', () => {
  it('goes from open over assigned and in progress to completed', () => {
    const done = completed();
    expect(done.events.map(({ type }) => type)).toEqual([
      'ticket.created',
      'ticket.assigned',
      'ticket.started',
      'ticket.completed',
    ]);
    expect(done.state).toMatchObject({ status: 'completed', technicianId: 'tech-1', completedAt: START });
  });

  it('says from where to where every change of status went, and in which zone', () => {
    for (const { data } of completed().events) {
      expect(data).toMatchObject({ zone: 'depok' });
      expect(data).toHaveProperty('from');
      expect(data).toHaveProperty('to');
    }
  });

  it('is made once', () => {
    expect(eventTypesOf(open().when(createCommand()))).toEqual(['refused: conflict']);
  });

  it('refuses what its status does not allow and names what it does', () => {
    const refusal = open().when({ type: 'complete', resolution: 'done' });
    expect(refusal).toMatchObject({
      rejection: {
        code: 'wrong_state',
        allowed: ['assign', 'claim', 'cancel', 'comments', 'merge', 'snooze'],
      },
    });
  });

  it.each([
    ['open', open()],
    ['assigned', assigned()],
    ['in progress', inProgress()],
    ['on hold', onHold()],
  ])('can be cancelled and edited while %s', (_status, ticket) => {
    expect(eventTypesOf(ticket.when({ type: 'cancel', reason: 'double' }))).toEqual(['ticket.cancelled']);
    expect(eventTypesOf(ticket.when({ type: 'edit', fields: { title: 'other' } }))).toEqual([
      'ticket.edited',
    ]);
  });

  it('is finished once it is cancelled', () => {
    const cancelled = open().and({ type: 'cancel', reason: 'double' });
    expect(allowedCommands('cancelled')).toEqual(['comments']);
    expect(eventTypesOf(cancelled.when({ type: 'reopen', reason: 'no' }))).toEqual(['refused: wrong_state']);
  });

  it('keeps running work running when another team takes it over', () => {
    const team = [{ ...helper, lead: true }];
    const taken = inProgress().and({ type: 'assign', team });
    expect(taken.state).toMatchObject({ status: 'in_progress', technicianId: 'tech-2', team });
    expect(taken.events.at(-1)?.data).toMatchObject({ team, previousTeam: [lead, helper] });
  });

  it.each([
    ['no lead', [helper]],
    ['two leads', [lead, { ...helper, lead: true }]],
    ['a technician twice', [lead, { ...lead, lead: false }]],
  ])('refuses a team with %s', (_fault, team) => {
    expect(eventTypesOf(open().when({ type: 'assign', team }))).toEqual(['refused: not_possible']);
  });

  it('makes no event of an edit that changes nothing', () => {
    expect(eventTypesOf(open().when({ type: 'edit', fields: { title: 'Internet mati' } }))).toEqual([]);
  });

  it('raises its version for edits and commands, not for comments and clocks', () => {
    const ticket = open();
    const commented = ticket.and({ type: 'comment', commentId: 'c', text: 'hello', internal: true });
    const warned = commented.and({ type: 'sla_warn', startedAt: START });
    expect([ticket, commented, warned].map(({ state }) => state?.version)).toEqual([1, 1, 1]);
    expect(warned.state?.seq).toBe(3);
    expect(warned.and({ type: 'edit', fields: { title: 'x' } }).state?.version).toBe(2);
  });
});

describe('claiming a ticket', () => {
  const claim = { type: 'claim', member: lead, zone: 'depok' } as const;

  it('makes the claimer its lead', () => {
    expect(open().and(claim).state).toMatchObject({ status: 'assigned', team: [lead] });
  });

  it('is for technicians of its zone only', () => {
    expect(eventTypesOf(open().when({ ...claim, zone: 'bogor' }))).toEqual(['refused: forbidden']);
    expect(eventTypesOf(open({ zone: null }).when(claim))).toEqual(['refused: forbidden']);
  });

  it('is refused when somebody was faster', () => {
    expect(eventTypesOf(assigned().when(claim))).toEqual(['refused: wrong_state']);
  });
});

describe('the row guard of a ticket', () => {
  it('hides it from another customer', () => {
    const guard = { customerId: 'customer-2' };
    expect(eventTypesOf(completed().when({ type: 'reopen', reason: 'again', guard }))).toEqual([
      'refused: not_found',
    ]);
  });

  it('forbids it to a technician outside the team, whatever its status', () => {
    const guard = { technicianId: 'tech-9' };
    expect(eventTypesOf(assigned().when({ type: 'start', guard }))).toEqual(['refused: forbidden']);
    expect(eventTypesOf(open().when({ type: 'start', guard }))).toEqual(['refused: forbidden']);
  });

  it('lets members of the team work, not only the lead', () => {
    const guard = { technicianId: 'tech-2' };
    expect(eventTypesOf(assigned().when({ type: 'start', guard }))).toEqual(['ticket.started']);
  });
});

describe('completing a ticket', () => {
  it('needs resolution notes', () => {
    expect(eventTypesOf(inProgress().when({ type: 'complete', resolution: '  ' }))).toEqual([
      'refused: not_possible',
    ]);
  });

  const proof = {
    resolution: 'Installed.',
    equipmentSerials: ['ONT1'],
    signalDbm: -20,
  };

  const installing = () => inProgress({ ticketType: 'installation' });

  it.each(['equipmentSerials', 'signalDbm'] as const)('of an installation also needs %s', (missing) => {
    const { [missing]: _left, ...rest } = proof;
    const refusal = installing()
      .and(attachCommand())
      .when({ type: 'complete', ...rest });
    expect(refusal).toMatchObject({ rejection: { code: 'not_possible', errors: [{ path: missing }] } });
  });

  it.each([
    ['none', undefined],
    ['a document', attachCommand({ fileType: 'application/pdf' })],
    ['the customer’s own', attachCommand({ guard: { customerId: 'customer-1' } })],
  ])('of an installation also needs a photo of the work: %s is not enough', (_which, command) => {
    const before = command ? installing().and(command) : installing();
    expect(before.when({ type: 'complete', ...proof })).toMatchObject({
      rejection: { code: 'not_possible', errors: [{ path: 'photos' }] },
    });
  });

  it('of an installation keeps its proofs in the event', () => {
    const done = installing()
      .and(attachCommand())
      .and({ type: 'complete', ...proof });
    expect(done.events.at(-1)?.data).toMatchObject(proof);
  });

  it('of a survey needs what it found, and no other ticket says that', () => {
    const survey = { feasible: true, note: null };
    const done = { type: 'complete', resolution: 'Looked at.' } as const;
    const surveying = inProgress({ ticketType: 'survey', registrationId: 'r1' });
    expect(eventTypesOf(surveying.when(done))).toEqual(['refused: not_possible']);
    expect(surveying.and({ ...done, survey }).events.at(-1)?.data).toMatchObject({
      survey,
      registrationId: 'r1',
    });
    expect(eventTypesOf(inProgress().when({ ...done, survey }))).toEqual(['refused: not_possible']);
  });
});

describe('reopening a ticket', () => {
  const reopen = { type: 'reopen', reason: 'again' } as const;

  it('makes it open, without a team, with a new clock', () => {
    const at = later(START, 24 * 7);
    const { state } = completed().and(reopen, at);
    expect(state).toMatchObject({ status: 'open', team: [], technicianId: null, reopenedCount: 1 });
    expect(state).toMatchObject({ slaState: 'running', slaStartedAt: at, slaDueAt: later(at, 24) });
  });

  it('is not possible more than seven days later, and not offered any more', () => {
    const at = later(START, 24 * 7 + 0.001);
    const done = completed();
    if (!done.state) throw new Error('nothing happened');
    expect(eventTypesOf(done.when(reopen, at))).toEqual(['refused: wrong_state']);
    expect(allowedNow(done.state, at)).toEqual(['comments', 'rate']);
    expect(allowedNow(done.state, START)).toContain('reopen');
  });
});

describe('what the customer of a ticket reads', () => {
  const words = (after: ReturnType<typeof open>) => {
    const event = after.events.at(-1);
    if (!event || !after.state) throw new Error('nothing happened');
    const audience = ticket.audience(event, after.state, after.state);
    return visibleTo({ data: event.data, audience }, new Set([rooms.customer('customer-1')]));
  };

  it('of a hold is that it waits, not why', () => {
    expect(words(onHold())).toEqual({ number: 'T-000001', from: 'in_progress', to: 'on_hold' });
  });

  it('of an assignment is who leads and when', () => {
    expect(words(assigned())).toEqual({
      number: 'T-000001',
      from: 'open',
      to: 'assigned',
      technicianId: 'tech-1',
      scheduledAt: null,
    });
  });

  it('of a completion is what was done, without serials and readings', () => {
    expect(Object.keys(words(completed()) ?? {})).toEqual(['number', 'from', 'to', 'resolution']);
  });

  it('of an edit of its zone alone is nothing', () => {
    expect(words(open().and({ type: 'edit', fields: { zone: 'bogor' } }))).toBeUndefined();
    expect(words(open().and({ type: 'edit', fields: { zone: 'bogor', title: 'x' } }))).toEqual({
      number: 'T-000001',
      status: 'open',
      changes: { title: 'x' },
    });
  });

  it('of its clock is nothing', () => {
    expect(words(open().and({ type: 'sla_warn', startedAt: START }))).toBeUndefined();
  });
});
