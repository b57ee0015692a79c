/** Who there is to tell: read set-based for a whole batch of events, in two queries. */
import type { TeamMember } from '../../actors/ticket/commands.ts';
import type { Role } from '../../contracts/permissions.ts';
import type { Queryable } from '../../engine/database.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { isTold } from './told.ts';

export interface TicketFacts {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly priority: string;
  readonly zone: string | null;
  readonly customerId: string | null;
  readonly team: readonly TeamMember[];
}

export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly zone: string | null;
  readonly customerId: string | null;
}

export interface TicketPeople {
  readonly tickets: ReadonlyMap<string, TicketFacts>;
  readonly people: readonly Person[];
}

/** The tickets of the events, and everybody whom one of them may concern. */
export async function loadTicketPeople(events: readonly LoggedEvent[], db: Queryable): Promise<TicketPeople> {
  const tickets = await selectTickets(db, [...new Set(events.map((event) => event.actorId))]);
  const zones = new Set(tickets.flatMap((ticket) => ticket.zone ?? []));
  const customers = new Set(tickets.flatMap((ticket) => ticket.customerId ?? []));
  return {
    tickets: new Map(tickets.map((ticket) => [ticket.id, ticket])),
    people: await selectConcerned(db, [...zones], [...customers]),
  };
}

/** Administrators, for what happens to accounts. */
export async function loadAdmins(_events: readonly LoggedEvent[], db: Queryable): Promise<readonly Person[]> {
  const result = await db.query<Person>({
    name: 'people_admins',
    text: `select id, role, zone, customer_id as "customerId" from users
      where role = 'admin' and ${isTold()} order by id limit 50`,
  });
  return result.rows;
}

/** Who works on registrations. Index: users_role. */
export async function loadRegistrationDesk(
  _events: readonly LoggedEvent[],
  db: Queryable,
): Promise<readonly Person[]> {
  const result = await db.query<Person>({
    name: 'people_registrations',
    text: `select id, role, zone, customer_id as "customerId" from users
      where role in ('supervisor', 'customer_service') and ${isTold()} order by id limit 100`,
  });
  return result.rows;
}

/** Those who keep the platform going. Index: users_role. */
export async function loadOperators(
  _events: readonly LoggedEvent[],
  db: Queryable,
): Promise<readonly Person[]> {
  const result = await db.query<Person>({
    name: 'people_operators',
    text: `select id, role, zone, customer_id as "customerId" from users
      where role in ('admin', 'noc') and ${isTold()} order by id limit 100`,
  });
  return result.rows;
}

async function selectTickets(db: Queryable, ids: readonly string[]): Promise<TicketFacts[]> {
  const result = await db.query<TicketFacts>({
    name: 'people_tickets',
    text: `select id, number, title, priority, zone, customer_id as "customerId", team
      from tickets where id = any($1)`,
    values: [ids],
  });
  return result.rows;
}

/** Index: users_role for the staff, users_customer for portal accounts. */
async function selectConcerned(
  db: Queryable,
  zones: readonly string[],
  customers: readonly string[],
): Promise<Person[]> {
  const result = await db.query<Person>({
    name: 'people_concerned',
    text: `select id, role, zone, customer_id as "customerId" from users
      where ${isTold()} and role in ('supervisor', 'manager')
      union all
      select id, role, zone, customer_id from users
      where ${isTold()} and role = 'technician' and zone = any($1)
      union all
      select id, role, zone, customer_id from users
      where ${isTold()} and role = 'customer' and customer_id = any($2)
      order by 1`,
    values: [zones, customers],
  });
  return result.rows;
}

/** Portal accounts of customers. Index: users_customer. */
export async function selectAccounts(
  db: Queryable,
  customers: readonly string[],
): Promise<readonly Person[]> {
  const result = await db.query<Person>({
    name: 'people_accounts',
    text: `select id, role, zone, customer_id as "customerId" from users
      where ${isTold()} and role = 'customer' and customer_id = any($1) order by id`,
    values: [customers],
  });
  return result.rows;
}

export function supervisorsOf(people: readonly Person[], zone: string | null): Person[] {
  return people.filter(
    (person) => person.role === 'supervisor' && (person.zone === null || person.zone === zone),
  );
}

export function managers(people: readonly Person[]): Person[] {
  return people.filter((person) => person.role === 'manager');
}

export function techniciansOf(people: readonly Person[], zone: string | null): Person[] {
  return zone === null ? [] : people.filter((person) => person.role === 'technician' && person.zone === zone);
}

export function accountsOf(people: readonly Person[], customerId: string | null): Person[] {
  return customerId === null ? [] : people.filter((person) => person.customerId === customerId);
}
