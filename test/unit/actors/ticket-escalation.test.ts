import { describe, expect, it } from 'vitest';
import type { TicketCommand } from '../../../src/actors/ticket/commands.ts';
import { escalationMinutes } from '../../../src/contracts/tickets.ts';
import { timersAfter } from '../../../src/handlers/business/sla-timers.ts';
import { eventTypesOf, later, START } from '../../support/actors.ts';
import { lead, open } from './tickets.ts';

const DUE = later(START, 24);
const breached = () => open().and({ type: 'sla_breach', startedAt: START }, DUE);
const escalate: TicketCommand = { type: 'escalate', startedAt: START };

const actions: readonly TicketCommand[] = [
  { type: 'assign', team: [lead] },
  { type: 'claim', member: lead, zone: 'depok' },
  { type: 'cancel', reason: 'double' },
  { type: 'edit', fields: { priority: 'high' } },
  { type: 'comment', commentId: 'c', text: 'Calling them', internal: true },
];
const noActions: readonly TicketCommand[] = [
  { type: 'edit', fields: { title: 'Other' } },
  { type: 'comment', commentId: 'c', text: 'When?', internal: false },
  { type: 'snooze', until: later(DUE, 24) },
];

describe('a breach', () => {
  it('goes to the supervisors, and to the managers after the time of its priority', () => {
    const after = breached();
    expect(after.state).toMatchObject({ slaState: 'breached', escalation: 'supervisor' });
    const event = { ...after.events.at(-1), actorId: 'actor-1', at: DUE } as never;
    expect(timersAfter(event)).toEqual([
      {
        effect: 'timer',
        actor: { kind: 'ticket', id: 'actor-1' },
        name: 'escalate',
        dueAt: later(DUE, escalationMinutes.normal / 60),
        command: escalate,
      },
    ]);
    const told = after.and(escalate);
    expect(told.state).toMatchObject({ escalation: 'manager', version: after.state?.version });
    expect(eventTypesOf(told.when(escalate))).toEqual(['refused: conflict']);
  });

  it.each(actions)('goes no further when somebody sees to it: $type', (action) => {
    const decision = breached().when(action, later(DUE, 1));
    expect(decision).toMatchObject({
      effects: expect.arrayContaining([
        { effect: 'cancelTimer', actor: { kind: 'ticket', id: 'actor-1' }, name: 'escalate' },
      ]),
    });
    const after = breached().and(action, later(DUE, 1));
    expect(after.state?.escalation).toBe('taken_up');
    expect(eventTypesOf(after.when(escalate))).not.toEqual(['ticket.escalated']);
    const late = breached().and(escalate).and(action, later(DUE, 1));
    expect(late.state?.escalation).toBe('taken_up');
  });

  it.each(noActions)('goes on when nothing is done about it: $type', (command) => {
    const after = breached().and(command, later(DUE, 1));
    expect(after.state?.escalation).toBe('supervisor');
    expect(eventTypesOf(after.when(escalate))).toEqual(['ticket.escalated']);
  });

  it('is forgotten with the time that a lower priority gives', () => {
    const after = breached().and({ type: 'edit', fields: { priority: 'low' } }, later(DUE, 1));
    expect(after.state).toMatchObject({ slaState: 'running', escalation: null });
    expect(eventTypesOf(after.when(escalate))).toEqual(['refused: conflict']);
  });
});
