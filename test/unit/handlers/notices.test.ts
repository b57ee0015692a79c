import { describe, expect, it } from 'vitest';
import { ticket } from '../../../src/actors/ticket/actor.ts';
import type { TicketCommand } from '../../../src/actors/ticket/commands.ts';
import type { TicketState } from '../../../src/actors/ticket/state.ts';
import type { NewEvent } from '../../../src/engine/actor-types.ts';
import type { Effect } from '../../../src/engine/effects.ts';
import type { LoggedEvent } from '../../../src/engine/log.ts';
import type { Person } from '../../../src/handlers/notifications/people.ts';
import { ticketNotices } from '../../../src/handlers/notifications/ticket.ts';
import { userNotices } from '../../../src/handlers/notifications/user.ts';
import { type Given, later, START } from '../../support/actors.ts';
import { assigned, helper, inProgress, lead, open } from '../actors/tickets.ts';

const person = (id: string, role: Person['role'], zone: string | null = null): Person => ({
  id,
  role,
  zone,
  customerId: role === 'customer' ? 'customer-1' : null,
});
const people: Person[] = [
  person('boss', 'manager'),
  person('chief', 'supervisor'),
  person('chief-bogor', 'supervisor', 'bogor'),
  person('chief-depok', 'supervisor', 'depok'),
  person('user-1', 'technician', 'depok'),
  person('user-2', 'technician', 'depok'),
  person('user-3', 'technician', 'bogor'),
  person('siti', 'customer'),
];

function logged(event: NewEvent, actorKind: string, by: string): LoggedEvent {
  return {
    ...event,
    id: '7',
    actorKind,
    actorId: 'actor-1',
    seq: 1,
    version: 1,
    audience: [],
    by: { kind: 'user', id: by },
    trace: null,
    at: START,
    position: null,
  };
}

function context() {
  let made = 0;
  return { now: START, newId: () => `id-${++made}` };
}

function told(after: Given<TicketState, TicketCommand>, by = 'somebody') {
  const event = after.events.at(-1);
  if (!event || !after.state) throw new Error('nothing happened');
  const loaded = { tickets: new Map([['actor-1', after.state]]), people };
  return summary(ticketNotices.handle(logged(event, ticket.kind, by), loaded, context()));
}

/** `who: template` a notice, `channel who: template` a message. */
function summary(effects: readonly Effect[]): string[] {
  return effects
    .map((effect) => {
      if (effect.effect === 'command') {
        const { userId, template } = effect.command as unknown as { userId: string; template: string };
        return `${userId}: ${template}`;
      }
      if (effect.effect !== 'delivery') throw new Error(`an unexpected ${effect.effect}`);
      return `${effect.channel} ${effect.recipient.kind} ${effect.recipient.id}: ${effect.template}`;
    })
    .sort();
}

describe('of a new ticket', () => {
  it('its customer, the supervisors and technicians of its zone, and the zone group are told', () => {
    expect(told(open())).toEqual(
      [
        'siti: ticket.received',
        'chief: ticket.created',
        'chief-depok: ticket.created',
        'user-1: ticket.created',
        'user-2: ticket.created',
        'email customer customer-1: ticket.received',
        'whatsapp customer customer-1: ticket.received',
        'email user chief: ticket.created',
        'email user chief-depok: ticket.created',
        'whatsapp_group zone depok: ticket.created',
      ].sort(),
    );
  });

  it('whoever made it is not told, but a customer gets a confirmation', () => {
    expect(told(open(), 'chief').filter((line) => / ?chief:/.test(line))).toEqual([]);
    expect(told(open(), 'siti')).toContain('siti: ticket.received');
  });
});

describe('of an assignment', () => {
  it('lead and members read different words, and the customer learns who comes when', () => {
    expect(told(assigned(), 'chief')).toEqual(
      [
        'user-1: ticket.assigned',
        'whatsapp user user-1: ticket.assigned',
        'user-2: ticket.joined',
        'whatsapp user user-2: ticket.joined',
        'siti: ticket.visit',
        'email customer customer-1: ticket.visit',
        'whatsapp customer customer-1: ticket.visit',
      ].sort(),
    );
  });

  it('those who are taken off are told, and those for whom nothing changed are not', () => {
    const reassigned = assigned().and({ type: 'assign', team: [lead] });
    expect(told(reassigned)).toEqual([
      'user-2: ticket.unassigned',
      'whatsapp user user-2: ticket.unassigned',
    ]);
  });

  it('who claimed it is not told', () => {
    const claimed = open().and({ type: 'claim', member: lead, zone: 'depok' });
    const lines = told(claimed, 'user-1');
    expect(lines.some((line) => line.includes('user-1'))).toBe(false);
    expect(lines).toContain('siti: ticket.visit');
  });

  it('a visit at another time is told like a new one, other changes are not', () => {
    const moved = assigned().and({ type: 'edit', fields: { scheduledAt: later(START, 48) } });
    expect(told(moved, 'chief')).toEqual(told(assigned(), 'chief'));
    expect(told(moved, 'user-1').some((line) => line.includes('user-1'))).toBe(false);
    expect(told(assigned().and({ type: 'edit', fields: { title: 'Dark' } }))).toEqual([]);
    expect(told(open().and({ type: 'edit', fields: { scheduledAt: later(START, 48) } }))).toEqual([]);
  });

  it('members without an account are left out', () => {
    const away = open().and({ type: 'assign', team: [{ ...lead, userId: null }] });
    expect(told(away).some((line) => line.includes('ticket.assigned'))).toBe(false);
  });
});

describe('of comments', () => {
  it('an internal one reaches the team and nobody else', () => {
    const commented = assigned().and({ type: 'comment', commentId: 'c', text: 'x', internal: true });
    expect(told(commented, 'user-1')).toEqual(['user-2: ticket.commented']);
  });

  it('a public one reaches the customer too, unless it is the customer’s own', () => {
    const commented = assigned().and({ type: 'comment', commentId: 'c', text: 'x', internal: false });
    expect(told(commented, 'chief')).toContain('email customer customer-1: ticket.commented');
    const theirs = assigned().and({
      type: 'comment',
      commentId: 'c',
      text: 'x',
      internal: false,
      guard: { customerId: 'customer-1' },
    });
    expect(told(theirs, 'siti')).toEqual(['user-1: ticket.commented', 'user-2: ticket.commented']);
    // As an answer by WhatsApp it comes from no account.
    expect(told(theirs, 'whatsapp').filter((line) => line.startsWith('email'))).toEqual([]);
  });
});

describe('of a merge', () => {
  const into = { id: 'survivor', number: 'T-000002', customerId: 'customer-1' };
  const merge = { type: 'merge', into, otherCustomer: true } as const;

  it('the customer of the duplicate is told where it went, and its team', () => {
    expect(told(assigned().and(merge), 'chief')).toEqual(
      [
        'siti: ticket.merged',
        'email customer customer-1: ticket.merged',
        'whatsapp customer customer-1: ticket.merged',
        'user-1: ticket.merged',
        'user-2: ticket.merged',
      ].sort(),
    );
  });

  it('G3: the customer is not told the number of somebody else’s ticket, and hears when it is done', () => {
    const apart = open().and({ ...merge, into: { ...into, customerId: 'customer-2' } });
    expect(told(apart)).toEqual([
      'email customer customer-1: ticket.merged_apart',
      'siti: ticket.merged_apart',
      'whatsapp customer customer-1: ticket.merged_apart',
    ]);
    expect(told(apart.and({ type: 'settle', survivorId: 'survivor' }))).toEqual([
      'email customer customer-1: ticket.settled',
      'siti: ticket.settled',
      'whatsapp customer customer-1: ticket.settled',
    ]);
  });

  it('the survivor’s team hears of the duplicate, or the supervisors where there is none', () => {
    const absorb = { type: 'absorb', duplicate: { ...into, id: 'duplicate' } } as const;
    expect(told(assigned().and(absorb))).toEqual(['user-1: ticket.absorbed', 'user-2: ticket.absorbed']);
    expect(told(open().and(absorb))).toEqual(['chief-depok: ticket.absorbed', 'chief: ticket.absorbed']);
  });
});

describe('of a snooze', () => {
  const until = later(START, 1);
  const snoozed = () => open().and({ type: 'snooze', until });

  it('that ends by its time, whoever set it and those who work on it or see to it are told', () => {
    expect(told(snoozed())).toEqual([]);
    expect(told(snoozed().and({ type: 'wake', until }, until), 'wake')).toEqual([
      'chief-depok: ticket.woken',
      'chief: ticket.woken',
      'someone: ticket.woken',
    ]);
  });

  it('that a person ends, nobody; that a reply ends, whoever set it', () => {
    expect(told(snoozed().and({ type: 'unsnooze' }))).toEqual([]);
    const guard = { customerId: 'customer-1' };
    const reply = { type: 'comment', commentId: 'c', text: 'x', internal: false, guard } as const;
    expect(told(snoozed().and(reply), 'siti')).toEqual(['someone: ticket.woken']);
  });
});

describe('of a rating', () => {
  const rated = (rating: number) =>
    inProgress().and({ type: 'complete', resolution: 'done' }).and({ type: 'rate', rating, feedback: null });

  it('the team and the supervisors are told; a poor one is worth an e-mail', () => {
    const inbox = ['chief-depok', 'chief', 'user-1', 'user-2'].map((who) => `${who}: ticket.rated`);
    expect(told(rated(5), 'siti')).toEqual(inbox);
    expect(told(rated(2), 'siti')).toEqual(
      [...inbox, 'email user chief-depok: ticket.rated', 'email user chief: ticket.rated'].sort(),
    );
  });
});

describe('of the SLA', () => {
  it('at 75 % supervisors and the team are told', () => {
    const warned = assigned().and({ type: 'sla_warn', startedAt: START });
    const lines = told(warned);
    expect(lines).toEqual(expect.arrayContaining(['chief: ticket.sla_warned', 'user-1: ticket.sla_warned']));
    expect(lines.some((line) => line.includes('boss') || line.includes('bogor'))).toBe(false);
  });

  const breached = inProgress().and({ type: 'sla_breach', startedAt: START });

  it('at breach the supervisors of its zone are told, and the managers not yet', () => {
    const lines = told(breached);
    expect(lines).toEqual(
      expect.arrayContaining(['chief: ticket.sla_breached', 'email user chief: ticket.sla_breached']),
    );
    expect(lines.some((line) => line.includes('boss') || line.includes('bogor'))).toBe(false);
  });

  it('when nobody has seen to it the managers are told', () => {
    expect(told(breached.and({ type: 'escalate', startedAt: START }))).toEqual([
      'boss: ticket.escalated',
      'email user boss: ticket.escalated',
      'whatsapp user boss: ticket.escalated',
    ]);
  });
});

describe('notices of a ticket', () => {
  it('N2: are bounded, however many there are to tell', () => {
    const crowd = Array.from({ length: 500 }, (_, index) => person(`s${index}`, 'supervisor'));
    const after = open();
    const [event] = after.events;
    if (!event || !after.state) throw new Error('nothing happened');
    const loaded = { tickets: new Map([['actor-1', after.state]]), people: crowd };
    const effects = ticketNotices.handle(logged(event, 'ticket', 'x'), loaded, context());
    expect(effects.length).toBeLessThanOrEqual(200);
  });

  it('N1: tell a person once, even on two grounds', () => {
    const doubled = open().and({ type: 'assign', team: [lead, { ...helper, userId: 'user-1' }] });
    expect(told(doubled).filter((line) => line.startsWith('user-1:'))).toEqual(['user-1: ticket.assigned']);
  });

  it('N3: carry no name or address', () => {
    const event = assigned().events.at(-1);
    const { state } = assigned();
    if (!event || !state) throw new Error('nothing happened');
    const loaded = { tickets: new Map([['actor-1', state]]), people };
    const effects = ticketNotices.handle(logged(event, 'ticket', 'x'), loaded, context());
    const keys = effects.flatMap((effect) => ('params' in effect ? Object.keys(effect.params) : []));
    expect([...new Set(keys)].sort()).toEqual(['number', 'scheduledAt', 'technicianId', 'title']);
  });
});

describe('of an account', () => {
  const admins = [person('root', 'admin')];
  const tellUser = (type: string, data: Record<string, unknown>, by: string) =>
    summary(userNotices.handle(logged({ type, data }, 'user', by), admins, context()));

  it('the person and the administrators hear of a lock and of another role', () => {
    expect(tellUser('user.locked', { reason: 'administrator', until: null }, 'root')).toEqual([
      'actor-1: account.locked',
      'email user actor-1: account.locked',
    ]);
    expect(tellUser('user.role_changed', { from: 'noc', to: 'manager' }, 'other')).toContain(
      'root: user.role_changed',
    );
  });

  it('a customer who lives in another zone hears nothing of their role', () => {
    const moved = { from: 'customer', to: 'customer', fromZone: 'depok', toZone: 'bogor' };
    expect(tellUser('user.role_changed', moved, 'root')).toEqual([]);
  });

  it('signing out needs no word, being signed out does', () => {
    expect(tellUser('session.revoked', { publicId: 'p', reason: 'signed_out' }, 'actor-1')).toEqual([]);
    expect(tellUser('session.revoked', { publicId: 'p', reason: 'revoked' }, 'root')).toContain(
      'actor-1: account.session_revoked',
    );
  });

  it('a new password is told even to whoever set it', () => {
    expect(tellUser('user.password_changed', { endedSessions: 0 }, 'actor-1')).toContain(
      'actor-1: account.password_changed',
    );
  });
});
