import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticket } from '../../../src/actors/ticket/actor.ts';
import type { TicketCommand } from '../../../src/actors/ticket/commands.ts';
import type { TicketState } from '../../../src/actors/ticket/state.ts';
import { allowedNow, transitions } from '../../../src/actors/ticket/transitions.ts';
import { events, isEventType } from '../../../src/contracts/events.ts';
import { visibleTo } from '../../../src/contracts/generic/audience.ts';
import { rooms } from '../../../src/contracts/rooms.ts';
import { ticketPriorities } from '../../../src/contracts/tickets.ts';
import type { NewEvent } from '../../../src/engine/actor-types.ts';
import { fold, given, later, START } from '../../support/actors.ts';
import { attachCommand } from '../../support/photos.ts';
import { createCommand, helper, lead } from './tickets.ts';

const SECRET = 'internal-secret';
/** Of a ticket of another customer. */
const FOREIGN = 'T-999999';

const zone = fc.constantFrom('depok', 'bogor', null);
const command: fc.Arbitrary<TicketCommand> = fc.oneof(
  fc.record({
    type: fc.constant('edit' as const),
    fields: fc.record(
      { title: fc.constantFrom('a', 'b'), priority: fc.constantFrom(...ticketPriorities), zone },
      { requiredKeys: [] },
    ),
  }),
  {
    weight: 6,
    arbitrary: fc.constantFrom<TicketCommand>(
      { type: 'assign', team: [lead] },
      {
        type: 'assign',
        team: [
          { ...helper, lead: true },
          { ...lead, lead: false },
        ],
      },
      { type: 'claim', member: lead, zone: 'depok' },
      { type: 'start' },
      { type: 'hold', reason: SECRET },
      { type: 'resume' },
      { type: 'complete', resolution: 'done' },
      { type: 'cancel', reason: 'double' },
      { type: 'reopen', reason: 'again' },
      { type: 'comment', commentId: 'c', text: SECRET, internal: true },
      { type: 'comment', commentId: 'c', text: 'hello', internal: false },
      {
        type: 'comment',
        commentId: 'c',
        text: 'hello',
        internal: false,
        guard: { customerId: 'customer-1' },
      },
      {
        type: 'merge',
        into: { id: 'other', number: FOREIGN, customerId: 'customer-2' },
        otherCustomer: true,
      },
      { type: 'absorb', duplicate: { id: 'other', number: FOREIGN, customerId: 'customer-2' } },
      { type: 'settle', survivorId: FOREIGN },
      { type: 'unsnooze' },
      attachCommand({ attachmentId: SECRET, internal: true }),
      attachCommand({ attachmentId: 'seen', internal: false, guard: { customerId: 'customer-1' } }),
      { type: 'remove_attachment', attachmentId: SECRET },
      { type: 'remove_attachment', attachmentId: 'seen' },
      { type: 'rate', rating: 5, feedback: null },
      { type: 'rate', rating: 1, feedback: 'late' },
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('snooze', 'wake'), fc.integer({ min: 1, max: 48 }))
      .map(([type, hours]) => ({ type, until: later(START, hours * 24) }) as TicketCommand),
  },
  fc
    .constantFrom('sla_warn', 'sla_breach', 'escalate')
    .map((type) => ({ type, startedAt: 'mine' }) as TicketCommand),
);
const life = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 600 })), { minLength: 20, maxLength: 60 });

interface Step {
  /** The waking timer after it. */
  readonly wakesAt: string | undefined;
  readonly event: NewEvent;
  readonly before: TicketState | undefined;
  readonly after: TicketState;
  readonly at: string;
}

/** Lives a life, commands that are refused included, and returns what happened. */
function live(commands: readonly (readonly [TicketCommand, number])[]): Step[] {
  const steps: Step[] = [];
  let state: TicketState | undefined;
  let at = START;
  let wakesAt: string | undefined;
  const give = (asked: TicketCommand): void => {
    const clocked = 'startedAt' in asked ? { ...asked, startedAt: state?.slaStartedAt ?? 'none' } : asked;
    const decision = given(ticket, state).when(clocked, at);
    if ('rejection' in decision) {
      if (state && transitions[state.status][asked.type as 'edit'] === 'refused') {
        // Who may be merged into whom is no matter of what the survivor allows.
        const allowed = asked.type === 'absorb' ? undefined : allowedNow(state, at);
        expect(decision.rejection.allowed).toEqual(allowed);
      }
      return;
    }
    for (const effect of decision.effects ?? []) {
      if (!('name' in effect) || effect.name !== 'wake') continue;
      if (effect.effect === 'timer') wakesAt = effect.dueAt;
      if (effect.effect === 'cancelTimer') wakesAt = undefined;
    }
    for (const event of decision.events) {
      const after = fold(ticket, state, event, at);
      steps.push({ event, before: state, after, at, wakesAt });
      state = after;
    }
  };
  give(createCommand());
  for (const [asked, minutes] of commands) {
    at = later(at, minutes / 60);
    give(asked);
  }
  return steps;
}

describe('whatever is asked of a ticket', () => {
  it('its state is the fold of its events, read again from JSON', () => {
    fc.assert(
      fc.property(life, (commands) => {
        const steps = live(commands);
        const folded = steps.reduce<TicketState | undefined>(
          (state, { event, at }) => fold(ticket, state, JSON.parse(JSON.stringify(event)), at),
          undefined,
        );
        expect(folded).toEqual(steps.at(-1)?.after);
      }),
    );
  });

  it('its events are of the registry, its sequence dense, its version never falls', () => {
    fc.assert(
      fc.property(life, (commands) => {
        for (const [index, { event, before, after }] of live(commands).entries()) {
          if (!isEventType(event.type)) throw new Error(`${event.type} is not in the registry`);
          expect(events[event.type].data.safeParse(event.data)).toMatchObject({ success: true });
          expect(after.seq).toBe(index + 1);
          expect(after.version - (before?.version ?? 0)).toBe(ticket.raisesVersion(event.type) ? 1 : 0);
        }
      }),
    );
  });

  it('C1: its clock either runs or stands still', () => {
    fc.assert(
      fc.property(life, (commands) => {
        for (const { after } of live(commands)) {
          const stands = after.status === 'on_hold';
          expect(after.slaRemainingMs !== null).toBe(stands);
          if (after.status !== 'cancelled') expect(after.slaDueAt === null).toBe(stands);
        }
      }),
    );
  });

  it('Z1, Z2: it has a waking timer exactly while it is snoozed, and none once it is closed', () => {
    fc.assert(
      fc.property(life, (commands) => {
        for (const { event, after, wakesAt } of live(commands)) {
          // A reply is two events of one decision: the ticket wakes with the second.
          if (event.type === 'ticket.commented' || event.type === 'ticket.attached') continue;
          expect(after.snoozedUntil ?? undefined).toBe(wakesAt);
          if (after.status === 'completed' || after.status === 'cancelled') expect(wakesAt).toBeUndefined();
        }
      }),
    );
  });

  it('R5: its customer never reads an internal word, a technician of another team or a serial', () => {
    const customer = new Set([rooms.customer('customer-1'), rooms.ticketPublic('actor-1')]);
    fc.assert(
      fc.property(life, (commands) => {
        for (const { event, before, after } of live(commands)) {
          const audience = ticket.audience(event, before, after);
          const words = visibleTo({ data: event.data, audience }, customer);
          expect(JSON.stringify(words ?? {})).not.toContain(SECRET);
          expect(JSON.stringify(words ?? {})).not.toContain(FOREIGN);
          for (const key of ['team', 'previousTeam', 'equipmentSerials', 'previous', 'slaDueAt']) {
            expect(words ?? {}).not.toHaveProperty(key);
          }
        }
      }),
    );
  });

  it('R5: whoever saw it before or sees it after is told, and only those who see it no more have lost it', () => {
    fc.assert(
      fc.property(life, (commands) => {
        for (const { event, before, after } of live(commands)) {
          const staff = ticket.audience(event, before, after)[0];
          const saw = before ? sight(before) : [];
          const sees = sight(after);
          for (const room of [...saw, ...sees, rooms.desk]) expect(staff?.rooms).toContain(room);
          expect([...(staff?.lost ?? [])].sort()).toEqual(saw.filter((room) => !sees.includes(room)).sort());
        }
      }),
    );
  });
});

function sight(state: TicketState): string[] {
  return [
    ...state.team.map((member) => rooms.userStaff(member.userId ?? '')),
    ...(state.status === 'open' && state.zone ? [rooms.zoneTechnicians(state.zone)] : []),
  ];
}
