import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorsIn } from '../../../src/actors/registry.ts';
import type { TechnicianCommand } from '../../../src/actors/technician/commands.ts';
import type { TechnicianState } from '../../../src/actors/technician/state.ts';
import type { TicketCommand } from '../../../src/actors/ticket/commands.ts';
import type { TicketState } from '../../../src/actors/ticket/state.ts';
import { bookedOn } from '../../../src/contracts/capacity.ts';
import { dayOf } from '../../../src/contracts/day.ts';
import { decideItem, newDecisions, slotKey } from '../../../src/engine/decide.ts';
import { createCommand } from './tickets.ts';

const ZONE = 'Asia/Jakarta';
const MAXIMUM = 2;
const technicians = ['a', 'b', 'c'];
const tickets = ['1', '2', '3', '4', '5', '6'];
const score = { available: 40, capacity: 30, rating: 20, distance: 10, total: 100 };

const member = (technicianId: string, lead = true) => ({ technicianId, userId: null, lead });
const who = fc.constantFrom(...technicians);
/** Within four days of the beginning. */
const visit = fc
  .integer({ min: 0, max: 96 })
  .map((hours) => new Date(Date.UTC(2026, 2, 2, hours)).toISOString());
const asked: fc.Arbitrary<TicketCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: who.map((id) => ({ type: 'auto_assign', member: member(id), requires: null, score }) as const),
  },
  fc.record({
    type: fc.constant('assign' as const),
    team: fc.uniqueArray(who, { minLength: 1 }).map((ids) => ids.map((id, index) => member(id, index === 0))),
    scheduledAt: visit,
  }),
  fc.record({ type: fc.constant('edit' as const), fields: fc.record({ scheduledAt: fc.option(visit) }) }),
  fc.constantFrom<TicketCommand>(
    { type: 'start' },
    { type: 'hold', reason: 'rain' },
    { type: 'resume' },
    { type: 'complete', resolution: 'done' },
    { type: 'cancel', reason: 'double' },
    { type: 'reopen', reason: 'again' },
  ),
);
const life = fc.array(fc.tuple(fc.constantFrom(...tickets), asked, fc.integer({ min: 0, max: 300 })), {
  minLength: 10,
  maxLength: 50,
});

function world() {
  const decisions = newDecisions();
  const registry = actorsIn(ZONE);
  let nowMs = Date.UTC(2026, 2, 2);
  let made = 0;
  const tools = { registry, now: () => new Date(nowMs), newId: () => `id-${++made}` };
  const give = (kind: string, id: string, command: { type: string }) => {
    const slot = slotKey({ kind, id });
    const actor = registry.get(kind);
    if (!actor) throw new Error(kind);
    if (!decisions.slots.has(slot)) decisions.slots.set(slot, { actor, before: undefined, state: undefined });
    const by = { kind: 'system', id: 'test' } as const;
    const missing = decideItem(tools, decisions, {
      actor: { kind, id },
      command,
      by,
      trace: null,
      tolerateRejection: true,
    });
    expect(missing).toEqual([]);
  };
  for (const id of technicians) {
    const create: TechnicianCommand = {
      type: 'create',
      employeeNumber: id,
      name: id,
      skillLevel: 'senior',
      zone: 'depok',
      shift: 'day',
      maxTicketsPerDay: MAXIMUM,
      userId: null,
    };
    give('technician', id, create);
    give('technician', id, { type: 'change_availability', availability: 'available' } as TechnicianCommand);
  }
  for (const id of tickets) give('ticket', id, createCommand({ customerId: null }));
  return {
    give,
    pass: (minutes: number) => {
      nowMs += minutes * 60_000;
    },
    today: () => dayOf(new Date(nowMs).toISOString(), ZONE),
    technician: (id: string) =>
      decisions.slots.get(slotKey({ kind: 'technician', id }))?.state as unknown as TechnicianState,
    tickets: () =>
      tickets.map(
        (id) => decisions.slots.get(slotKey({ kind: 'ticket', id }))?.state as unknown as TicketState,
      ),
    events: decisions.events,
  };
}

describe('the places of the days of technicians', () => {
  it('K3: are those of the tickets that are assigned to them, after any history', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const here = world();
        for (const [id, command, minutes] of steps) {
          here.pass(minutes);
          here.give('ticket', id, command);
        }
        for (const technicianId of technicians) {
          const days: Record<string, number> = {};
          for (const { team, workDay, status } of here.tickets()) {
            const open = status === 'assigned' || status === 'in_progress' || status === 'on_hold';
            expect(workDay !== null).toBe(open);
            if (!workDay || !team.some((one) => one.technicianId === technicianId)) continue;
            days[workDay] = (days[workDay] ?? 0) + 1;
          }
          expect(here.technician(technicianId).load.open).toEqual(days);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('K2: are never more than the maximum by what is taken without saying so', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const here = world();
        for (const [id, command, minutes] of steps) {
          here.pass(minutes);
          const before = here.events.length;
          here.give('ticket', id, command);
          for (const { type, data, actor_id } of here.events.slice(before)) {
            if (type !== 'technician.booked') continue;
            const { day } = data as { day: string };
            expect(data).toMatchObject({ overbooked: false });
            expect(bookedOn(here.technician(actor_id).load, day, here.today())).toBeLessThanOrEqual(MAXIMUM);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('refuse one too many with the reason, and take it when a person says so', () => {
    const here = world();
    const assign = { type: 'assign', team: [member('a')] } as const;
    for (const id of ['1', '2', '3']) here.give('ticket', id, assign);
    expect(
      here
        .tickets()
        .map(({ status }) => status)
        .slice(0, 3),
    ).toEqual(['assigned', 'assigned', 'open']);
    here.give('ticket', '3', {
      type: 'auto_assign',
      member: member('a'),
      requires: null,
      score,
    } as TicketCommand);
    expect(here.tickets()[2]?.status).toBe('open');
    here.give('ticket', '3', { ...assign, overbook: true } as TicketCommand);
    expect(here.tickets()[2]?.status).toBe('assigned');
    expect(here.events.at(-1)).toMatchObject({ type: 'technician.booked', data: { overbooked: true } });
  });
});
