import { describe, expect, it } from 'vitest';
import type { TicketCommand } from '../../../src/actors/ticket/commands.ts';
import { decide } from '../../../src/actors/ticket/decide.ts';
import { evolve } from '../../../src/actors/ticket/evolve.ts';
import type { TicketState } from '../../../src/actors/ticket/state.ts';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { changedFields, foldTicket, type TicketEvent } from '../../../web/src/live/ticket-fold.ts';

const by = { kind: 'user', id: 'u' } as const;
const team = [{ technicianId: 'tech', userId: 'user', lead: true }];

const life: readonly TicketCommand[] = [
  { type: 'edit', fields: { priority: 'high', title: 'No light' } },
  { type: 'snooze', until: '2026-01-03T00:00:00.000Z' },
  { type: 'unsnooze' },
  { type: 'snooze', until: '2026-01-04T00:00:00.000Z' },
  { type: 'assign', team, scheduledAt: '2026-01-02T03:00:00.000Z' },
  { type: 'absorb', duplicate: { id: 'd', number: 'T-000002', customerId: null } },
  { type: 'start' },
  { type: 'comment', commentId: 'c', text: 'On my way', internal: false },
  { type: 'hold', reason: 'Rain' },
  { type: 'resume' },
  { type: 'complete', resolution: 'Splitter replaced' },
  { type: 'rate', rating: 4, feedback: 'Quick' },
  { type: 'rate', rating: 1, feedback: null },
  { type: 'reopen', reason: 'Dark again' },
  { type: 'cancel', reason: 'Moved away' },
];

const ZONE = 'Asia/Jakarta';

function at(step: number): string {
  return new Date(Date.UTC(2026, 0, 1, step)).toISOString();
}

/** The ticket's own actor, step by step: its events, and its state after each. */
function liveThrough(commands: readonly TicketCommand[]) {
  const meta = (step: number) => ({ id: 't', at: at(step), by });
  const create: TicketCommand = {
    type: 'create',
    number: 'T-000001',
    ticketType: 'repair',
    priority: 'normal',
    title: 'Dark',
    description: null,
    category: null,
    zone: 'bogor',
    customerId: null,
    scheduledAt: null,
  };
  let state: TicketState | undefined;
  const steps: { event: TicketEvent; state: TicketState }[] = [];
  for (const [index, command] of [create, ...commands].entries()) {
    const decision = decide(state, command, { ...meta(index), now: at(index), newId: () => 'new' }, ZONE);
    if (!('events' in decision)) throw new Error(`${command.type}: ${decision.rejection.code}`);
    for (const { type, data } of decision.events) {
      state = { ...evolve(state, { type, data }, meta(index)), seq: steps.length + 1 };
      steps.push({ event: { type, data, actorseq: steps.length + 1, time: at(index) }, state });
    }
  }
  return steps;
}

function seen({ slaStartedAt: _s, snoozedBy: _b, createdBy: _c, workDay: _w, ...rest }: TicketState): Ticket {
  const { mergedInto } = rest;
  const survivor = mergedInto && { id: mergedInto.id, number: mergedInto.number };
  return { ...rest, mergedInto: survivor, team: [...rest.team], allowed: [] };
}

const merge: TicketCommand = {
  type: 'merge',
  into: { id: 's', number: 'T-000003', customerId: null },
  otherCustomer: false,
};

describe('folding an event into a ticket on the screen', () => {
  it.each([
    ['cancelled', life],
    ['merged', [...life.slice(0, -1), merge]],
  ])('gives what the actor itself became, event by event, until it is %s', (_end, commands) => {
    const [first, ...rest] = liveThrough(commands);
    let ticket = seen((first as { state: TicketState }).state);
    for (const { event, state } of rest) {
      ticket = foldTicket(ticket, event) ?? ticket;
      expect(ticket, event.type).toEqual(seen(state));
    }
  });

  it('V1 changes nothing when the state holds the event already', () => {
    const steps = liveThrough(life);
    const last = steps.at(-1) as (typeof steps)[number];
    for (const { event } of steps) expect(foldTicket(seen(last.state), event)).toBeUndefined();
  });

  it('keeps what a customer is not told', () => {
    const [first] = liveThrough([]);
    const ticket: Ticket = {
      ...seen((first as { state: TicketState }).state),
      slaDueAt: null,
      slaState: null,
    };
    const event = {
      type: 'ticket.held',
      actorseq: 2,
      time: at(2),
      data: { number: 'T-000001', from: 'in_progress', to: 'on_hold' },
    };
    expect(foldTicket(ticket, event)).toMatchObject({
      status: 'on_hold',
      slaDueAt: null,
      slaState: null,
      holdReason: null,
    });
  });

  it('names the fields that changed, and not the bookkeeping', () => {
    const [first, second] = liveThrough([{ type: 'assign', team }]);
    const before = seen((first as { state: TicketState }).state);
    const after = foldTicket(before, (second as { event: TicketEvent }).event) as Ticket;
    expect(changedFields(before, after).sort()).toEqual(['assignedAt', 'status', 'team', 'technicianId']);
  });
});
