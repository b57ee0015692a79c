/** Who is told what about a ticket: the table "What sets off what" of the domain, row by row. */
import type { TeamMember } from '../../actors/ticket/commands.ts';
import type { EventData, EventType } from '../../contracts/events.ts';
import type { ActorRef } from '../../engine/actor-types.ts';
import type { Effect } from '../../engine/effects.ts';
import type { HandleContext, Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import {
  accountsOf,
  loadTicketPeople,
  managers,
  type Person,
  supervisorsOf,
  type TicketFacts,
  type TicketPeople,
  techniciansOf,
} from './people.ts';
import { createTelling, type Telling } from './telling.ts';

/** Told before everything else. */
const late = new Set(['ticket.sla_breached', 'ticket.escalated']);

/** A rating up to this one is looked into. */
const POOR = 2;

export const ticketNotices: Handler<TicketPeople> = {
  name: 'notifications.ticket',
  group: 'notifications',
  types: [
    'ticket.created',
    'ticket.edited',
    'ticket.assigned',
    'ticket.started',
    'ticket.held',
    'ticket.resumed',
    'ticket.completed',
    'ticket.cancelled',
    'ticket.reopened',
    'ticket.merged',
    'ticket.absorbed',
    'ticket.settled',
    'ticket.woken',
    'ticket.rated',
    'ticket.commented',
    'ticket.attached',
    'ticket.sla_warned',
    'ticket.sla_breached',
    'ticket.escalated',
  ],
  attempts: 10,
  onDead: 'continue',
  load: loadTicketPeople,
  handle,
};

function handle(event: LoggedEvent, loaded: TicketPeople, context: HandleContext): readonly Effect[] {
  const ticket = loaded.tickets.get(event.actorId);
  if (!ticket) throw new Error(`The ticket of event ${event.id} has no row`);
  const critical = late.has(event.type) || ticket.priority === 'critical';
  const telling = createTelling(event, context, critical ? 2 : 3);
  tell(event, ticket, loaded.people, telling);
  return telling.effects;
}

function tell(event: LoggedEvent, ticket: TicketFacts, people: readonly Person[], to: Telling): void {
  const about = { number: ticket.number, title: ticket.title };
  const accounts = ids(accountsOf(people, ticket.customerId));
  const supervisors = ids(supervisorsOf(people, ticket.zone));
  const customer = customerOf(ticket);
  const team = usersOf(ticket.team);
  switch (event.type as EventType) {
    case 'ticket.created': {
      const { number, title, zone, priority } = event.data as EventData<'ticket.created'>;
      const facts = { number, title, zone, priority };
      to.confirm(accounts, 'ticket.received', { number, title });
      to.inApp(supervisors, 'ticket.created', facts);
      to.inApp(ids(techniciansOf(people, zone)), 'ticket.created', facts);
      for (const channel of ['email', 'whatsapp'] as const) {
        to.send(channel, customer, 'ticket.received', { number, title });
      }
      to.send('email', users(supervisors), 'ticket.created', facts);
      if (zone !== null) to.send('whatsapp_group', [{ kind: 'zone', id: zone }], 'ticket.created', facts);
      return;
    }
    case 'ticket.assigned':
      tellAssigned(event.data as EventData<'ticket.assigned'>, { customer, accounts }, to);
      return;
    case 'ticket.edited':
      tellMoved(event.data as EventData<'ticket.edited'>, ticket, { customer, accounts }, to);
      return;
    case 'ticket.started':
      to.inApp([...accounts, ...team], 'ticket.started', about);
      return;
    case 'ticket.held':
      to.inApp([...accounts, ...team], 'ticket.held', about);
      to.send('whatsapp', customer, 'ticket.held', about);
      return;
    case 'ticket.resumed':
      to.inApp([...accounts, ...team], 'ticket.resumed', about);
      return;
    case 'ticket.completed':
      to.inApp([...accounts, ...supervisors, ...team], 'ticket.completed', about);
      for (const channel of ['email', 'whatsapp'] as const) {
        to.send(channel, customer, 'ticket.completed', about);
      }
      return;
    case 'ticket.cancelled':
      to.confirm(accounts, 'ticket.cancelled', about);
      to.inApp(team, 'ticket.cancelled', about);
      to.send('whatsapp', customer, 'ticket.cancelled', about);
      return;
    case 'ticket.reopened': {
      const { previousTeam } = event.data as EventData<'ticket.reopened'>;
      to.confirm(accounts, 'ticket.reopened', about);
      to.inApp([...supervisors, ...usersOf(previousTeam)], 'ticket.reopened', about);
      to.send('whatsapp', customer, 'ticket.reopened', about);
      return;
    }
    case 'ticket.merged': {
      const { intoNumber, apart } = event.data as EventData<'ticket.merged'>;
      const merged = { ...about, intoNumber };
      // Another customer's number is none of theirs (G3).
      if (apart) to.confirm(accounts, 'ticket.merged_apart', about);
      else to.confirm(accounts, 'ticket.merged', merged);
      for (const channel of ['email', 'whatsapp'] as const) {
        if (apart) to.send(channel, customer, 'ticket.merged_apart', about);
        else to.send(channel, customer, 'ticket.merged', merged);
      }
      to.inApp(team, 'ticket.merged', merged);
      return;
    }
    case 'ticket.settled':
      to.inApp(accounts, 'ticket.settled', about);
      for (const channel of ['email', 'whatsapp'] as const) {
        to.send(channel, customer, 'ticket.settled', about);
      }
      return;
    case 'ticket.absorbed': {
      const { duplicateNumber } = event.data as EventData<'ticket.absorbed'>;
      to.inApp(team.length > 0 ? team : supervisors, 'ticket.absorbed', { ...about, duplicateNumber });
      return;
    }
    case 'ticket.woken': {
      const { because, snoozedBy } = event.data as EventData<'ticket.woken'>;
      // Whoever woke it knows; a reply has a notice of its own for the team.
      if (because === 'person') return;
      to.inApp(snoozedBy === null ? [] : [snoozedBy], 'ticket.woken', about);
      if (because === 'time') to.inApp(team.length > 0 ? team : supervisors, 'ticket.woken', about);
      return;
    }
    case 'ticket.rated': {
      const { rating } = event.data as EventData<'ticket.rated'>;
      to.inApp([...team, ...supervisors], 'ticket.rated', { ...about, rating });
      if (rating <= POOR) to.send('email', users(supervisors), 'ticket.rated', { ...about, rating });
      return;
    }
    case 'ticket.commented': {
      const { internal, fromCustomer = false } = event.data as EventData<'ticket.commented'>;
      to.inApp(team.length > 0 ? team : supervisors, 'ticket.commented', about);
      if (internal) return;
      to.inApp(accounts, 'ticket.commented', about);
      // What the customer wrote needs no message to the customer.
      if (!fromCustomer) to.send('email', customer, 'ticket.commented', about);
      return;
    }
    case 'ticket.attached': {
      const { internal, first, fromCustomer } = event.data as EventData<'ticket.attached'>;
      if (!first) return;
      to.inApp(team.length > 0 ? team : supervisors, 'ticket.attached', about);
      if (internal) return;
      to.inApp(accounts, 'ticket.attached', about);
      if (!fromCustomer) to.send('email', customer, 'ticket.attached', about);
      return;
    }
    case 'ticket.sla_warned':
    case 'ticket.sla_breached':
    case 'ticket.escalated':
      tellLate(event, ticket, people, to);
  }
}

type Visit = Pick<
  EventData<'ticket.assigned'>,
  'number' | 'title' | 'technicianId' | 'team' | 'previousTeam' | 'scheduledAt' | 'previousScheduledAt'
>;

interface Visited {
  readonly customer: readonly ActorRef[];
  readonly accounts: readonly string[];
}

/** A visit at another time is told as a new one is, to the team that it has. */
function tellMoved(
  { number, changes, previous }: EventData<'ticket.edited'>,
  { title, team }: TicketFacts,
  visited: Visited,
  to: Telling,
): void {
  const lead = team.find((member) => member.lead);
  const { scheduledAt } = changes;
  if (!lead || scheduledAt === undefined) return;
  const { technicianId } = lead;
  const previousScheduledAt = previous.scheduledAt ?? null;
  const members = [...team];
  const visit = { number, title, technicianId, scheduledAt, previousScheduledAt };
  tellAssigned({ ...visit, team: members, previousTeam: members }, visited, to);
}

/** The lead and the members read different words; the customer hears only what is new about who comes when. */
function tellAssigned(data: Visit, { customer, accounts }: Visited, to: Telling): void {
  const { number, title, technicianId, scheduledAt } = data;
  const visit = { number, title, technicianId, scheduledAt };
  const before = new Set(data.previousTeam.map((member) => member.technicianId));
  const now = new Set(data.team.map((member) => member.technicianId));
  const previousLead = data.previousTeam.find((member) => member.lead)?.technicianId;
  const moved = scheduledAt !== data.previousScheduledAt;
  const leads = data.team.filter((member) => member.lead && (moved || previousLead !== technicianId));
  const members = data.team.filter(
    (member) => !member.lead && (moved || !before.has(member.technicianId) || previousLead !== technicianId),
  );
  const gone = data.previousTeam.filter((member) => !now.has(member.technicianId));

  to.inApp(usersOf(leads), 'ticket.assigned', { number, title, scheduledAt });
  to.send('whatsapp', users(usersOf(leads)), 'ticket.assigned', { number, title, scheduledAt });
  to.inApp(usersOf(members), 'ticket.joined', visit);
  to.send('whatsapp', users(usersOf(members)), 'ticket.joined', visit);
  to.inApp(usersOf(gone), 'ticket.unassigned', { number, title });
  to.send('whatsapp', users(usersOf(gone)), 'ticket.unassigned', { number, title });
  if (leads.length === 0) return;
  to.inApp(accounts, 'ticket.visit', visit);
  for (const channel of ['email', 'whatsapp'] as const) to.send(channel, customer, 'ticket.visit', visit);
}

/** At 75 % those who can still save it; at breach its supervisors; the managers when nobody has seen to it since. */
function tellLate(event: LoggedEvent, ticket: TicketFacts, people: readonly Person[], to: Telling): void {
  const data = event.data as EventData<'ticket.sla_warned'>;
  const { number, title, priority, slaDueAt } = data;
  const facts = { number, title, priority, slaDueAt };
  const supervisors = ids(supervisorsOf(people, data.zone));
  if (event.type === 'ticket.sla_warned') {
    to.inApp([...supervisors, ...usersOf(ticket.team)], 'ticket.sla_warned', facts);
    to.send('email', users(supervisors), 'ticket.sla_warned', facts);
    to.send('whatsapp', users(supervisors), 'ticket.sla_warned', facts);
    return;
  }
  const [told, template] =
    event.type === 'ticket.sla_breached'
      ? ([supervisors, 'ticket.sla_breached'] as const)
      : ([ids(managers(people)), 'ticket.escalated'] as const);
  to.inApp(told, template, facts);
  to.send('email', users(told), template, facts);
  to.send('whatsapp', users(told), template, facts);
}

function ids(people: readonly Person[]): string[] {
  return people.map((person) => person.id);
}

function users(userIds: readonly string[]): ActorRef[] {
  return userIds.map((id) => ({ kind: 'user', id }));
}

/** Members without a portal account cannot be reached. */
function usersOf(team: readonly TeamMember[]): string[] {
  return team.flatMap((member) => member.userId ?? []);
}

function customerOf(ticket: TicketFacts): ActorRef[] {
  return ticket.customerId === null ? [] : [{ kind: 'customer', id: ticket.customerId }];
}
