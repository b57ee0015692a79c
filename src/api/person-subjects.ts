/** Which actors one person is, and what of their work is still open. */
import type { PersonKind, Subjects } from '../contracts/people.ts';
import type { Queryable } from '../engine/database.ts';
import { ApiProblem } from './problem.ts';

export interface Found {
  readonly subjects: Subjects;
  /**
   * Registrations that came to nothing, of a phone that a code has proven to be theirs. A number can have had another
   * holder: they are erased with the person, and shown to nobody as the person's own.
   */
  readonly earlier: readonly string[];
  /** What has to be typed to erase them. */
  readonly name: string;
  /** Numbers of tickets and registrations that still need them. */
  readonly open: readonly string[];
}

const nobody: Subjects = { customers: [], users: [], technicians: [], registrations: [] };

/** @throws ApiProblem not_found */
export function findPerson(db: Queryable, kind: PersonKind, id: string): Promise<Found> {
  return { customer: findCustomer, user: findUser, registration: findRegistration }[kind](db, id);
}

/**
 * A customer is their portal accounts and the registrations they came from. The phone of a customer says nothing of who
 * they are: they change it themselves. That of a registration was proven by a code.
 * Index: registrations_customer.
 */
async function findCustomer(db: Queryable, id: string): Promise<Found> {
  const { rows } = await db.query<{
    code: string;
    users: string[];
    registrations: string[];
    earlier: string[];
    open: string[];
  }>({
    name: 'find_customer',
    text: `with mine as (select id, phone from registrations where customer_id = $1),
      others as (select r.id, r.number, r.status from registrations r
        where r.customer_id is null and r.phone in (select phone from mine))
      select code, array(select u.id from users u where u.customer_id = c.id order by 1) as users,
        array(select id from mine order by 1) as registrations,
        array(select id from others where status in ('rejected', 'cancelled') order by 1) as earlier,
        array(select number from tickets where customer_id = c.id and status not in ('completed', 'cancelled')
          union all select number from others where status not in ('rejected', 'cancelled') order by 1) as open
      from customers c where c.id = $1`,
    values: [id],
  });
  const found = rows[0];
  if (!found) throw new ApiProblem('not_found');
  const { code: name, users, registrations, earlier, open } = found;
  return { subjects: { ...nobody, customers: [id], users, registrations }, earlier, name, open };
}

/** The account of a customer that is still one is erased with the customer. Index: tickets_team. */
async function findUser(db: Queryable, id: string): Promise<Found> {
  const { rows } = await db.query<{ username: string; technician: string | null; open: string[] }>({
    name: 'find_user',
    text: `select u.username, u.technician_id as technician, array(
        select c.code from customers c where c.id = u.customer_id and c.erased_at is null
        union all
        select t.number from tickets t where u.technician_id is not null
          and t.team @> jsonb_build_array(jsonb_build_object('technicianId', u.technician_id))
          and t.status not in ('completed', 'cancelled') order by 1) as open
      from users u where u.id = $1`,
    values: [id],
  });
  const found = rows[0];
  if (!found) throw new ApiProblem('not_found');
  const technicians = found.technician === null ? [] : [found.technician];
  return {
    subjects: { ...nobody, users: [id], technicians },
    earlier: [],
    name: found.username,
    open: found.open,
  };
}

async function findRegistration(db: Queryable, id: string): Promise<Found> {
  const { rows } = await db.query<{ number: string; open: string[] }>({
    name: 'find_registration',
    text: `select number, array(
        select c.code from customers c where c.id = r.customer_id and c.erased_at is null
        union all
        select t.number from tickets t where t.registration_id = r.id and t.status not in ('completed', 'cancelled')
        order by 1) as open
      from registrations r where id = $1`,
    values: [id],
  });
  const found = rows[0];
  if (!found) throw new ApiProblem('not_found');
  return { subjects: { ...nobody, registrations: [id] }, earlier: [], name: found.number, open: found.open };
}
