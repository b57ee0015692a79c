/** Who a person is in the database: the ids of all that is them, and what they were ever called. */
import type { Subjects } from '../contracts/people.ts';
import type { Queryable } from '../engine/database.ts';

/** What places are asked for; each is an array of texts. */
export interface Person extends Subjects {
  /** Of the customers and the registrations. */
  readonly tickets: readonly string[];
  /** All of the above. */
  readonly ids: readonly string[];
  /** Present and former names, usernames, e-mail addresses and phones, of three characters or more. */
  readonly literals: readonly string[];
}

/** Until an erasure is finished, its own `personal_changes` still say who it was: that is how it can begin again. */
export async function readPerson(db: Queryable, subjects: Subjects): Promise<Person> {
  const { customers, users, technicians, registrations } = subjects;
  const own = [...customers, ...users, ...technicians, ...registrations];
  const tickets = await db.query<{ id: string }>({
    name: 'person_tickets',
    // Indexes: tickets_customer, tickets_registration.
    text: 'select id from tickets where customer_id = any($1) union select id from tickets where registration_id = any($2)',
    values: [customers, registrations],
  });
  const literals = await db.query<{ literal: string }>({
    name: 'person_literals',
    text: `with rows as (
        select to_jsonb(c) as row from customers c where id = any($1) union all
        select to_jsonb(u) from users u where id = any($1) union all
        select to_jsonb(t) from technicians t where id = any($1) union all
        select to_jsonb(r) from registrations r where id = any($1) union all
        select before from personal_changes where actor_id = any($1) union all
        select after from personal_changes where actor_id = any($1))
      select distinct literal from rows, unnest(array['name', 'username', 'email', 'phone']) key,
        lateral (select row ->> key as literal) found
       where length(literal) >= 3 and literal not like '[erased%' and literal not like 'erased-%' order by 1`,
    values: [own],
  });
  const ticketIds = tickets.rows.map(({ id }) => id);
  return {
    customers,
    users,
    technicians,
    registrations,
    tickets: ticketIds,
    ids: [...own, ...ticketIds],
    literals: literals.rows.map(({ literal }) => literal),
  };
}

/**
 * Puts the person into a statement: `:tickets` becomes a parameter with the ids of their tickets, and so on. Those that
 * are named only are sent.
 */
export function bind(
  sql: string,
  person: Person,
  first: readonly unknown[] = [],
): { text: string; values: unknown[] } {
  const values = [...first];
  const numbers = new Map<string, number>();
  const text = sql.replace(
    /(?<![:\w]):(customers|users|technicians|registrations|tickets|ids|literals)\b/g,
    (_, key: keyof Person) => {
      if (!numbers.has(key)) numbers.set(key, values.push(person[key]));
      return `$${numbers.get(key)}::text[]`;
    },
  );
  return { text, values };
}
