/** What the API reads of tickets: the list, one, and what a command needs to know beside it. */
import { ticket } from '../actors/ticket/actor.ts';
import type { TeamMember } from '../actors/ticket/commands.ts';
import type { TicketState } from '../actors/ticket/state.ts';
import type { Viewer } from '../authority/viewer.ts';
import { numbered, visibleTickets } from '../authority/visible-tickets.ts';
import { formatPosition } from '../contracts/generic/position.ts';
import type { ListTicketsQuery } from '../contracts/ticket-list.ts';
import type { Ticket } from '../contracts/tickets.ts';
import type { Queryable } from '../engine/database.ts';
import type { Row } from '../engine/effects.ts';
import { readHead } from '../engine/log.ts';
import { and, andIf, contains, listRows, type Page, type SortKey, where } from './list.ts';
import { stateOf } from './reads.ts';
import { ticketView } from './ticket-view.ts';

const sorts: Readonly<Record<string, SortKey>> = {
  createdAt: { expression: 't.created_at', type: 'instant' },
  updatedAt: { expression: 't.updated_at', type: 'instant' },
  slaDueAt: { expression: 't.sla_due_at', type: 'instant' },
  number: { expression: 't.number', type: 'text' },
};

export function listTickets(
  db: Queryable,
  viewer: Viewer,
  query: ListTicketsQuery,
  now: string,
): Promise<Page<Ticket>> {
  const conditions = where();
  const visible = visibleTickets(viewer);
  and(conditions, visible.sql, ...visible.values);
  andIf(conditions, query.status, 't.status = any($?::text[])');
  andIf(conditions, query.type, 't.type = any($?::text[])');
  andIf(conditions, query.priority, 't.priority = any($?::text[])');
  // A customer's list must not tell by its filter what its rows hide.
  if (viewer.class === 'staff') andIf(conditions, query.slaState, 't.sla_state = any($?::text[])');
  andIf(conditions, query.zone, 't.zone = $?');
  andIf(conditions, query.technicianId, 't.technician_id = $?');
  andIf(conditions, query.customerId, 't.customer_id = $?');
  if (query.assignedTo === 'me') {
    and(conditions, '(t.technician_id = $? or t.team @> $?::jsonb)', viewer.technicianId, teamOf(viewer));
  }
  if (query.q !== undefined) {
    and(conditions, '(t.number ilike $? or t.title ilike $?)', contains(query.q), contains(query.q));
  }
  return listRows(
    db,
    {
      select: 'to_jsonb(t)',
      from: 'tickets t',
      where: conditions,
      sort: query.sort,
      sorts,
      id: 't.id',
      cursor: query.cursor,
      limit: query.limit,
    },
    (row) => ticketView(stateOf<TicketState>(ticket, row), viewer, now),
  );
}

function teamOf(viewer: Viewer): string {
  return JSON.stringify([{ technicianId: viewer.technicianId }]);
}

/** Undefined when there is none, or it is not the viewer's. The position is read before it (R2). */
export async function readTicket(
  db: Queryable,
  viewer: Viewer,
  id: string,
): Promise<{ state: TicketState; position: string } | undefined> {
  const position = formatPosition(await readHead(db));
  const visible = visibleTickets(viewer);
  const { rows } = await db.query<{ row: Row }>(
    `select to_jsonb(t) as row from tickets t where t.id = $1 and ${numbered(visible, 2)}`,
    [id, ...visible.values],
  );
  const row = rows[0]?.row;
  return row && { state: stateOf<TicketState>(ticket, row), position };
}

/** The named technicians as members of a team, in the order given; those who do not exist are left out. */
export async function readTeam(db: Queryable, ids: readonly string[]): Promise<TeamMember[]> {
  const { rows } = await db.query<{ id: string; user_id: string | null }>({
    name: 'read_team',
    text: 'select id, user_id from technicians where id = any($1)',
    values: [ids],
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id, index) => {
    const row = byId.get(id);
    return row ? [{ technicianId: id, userId: row.user_id, lead: index === 0 }] : [];
  });
}

export async function readZoneOfCustomer(db: Queryable, id: string): Promise<string | undefined> {
  const { rows } = await db.query<{ zone: string }>({
    name: 'read_zone_of_customer',
    text: 'select zone from customers where id = $1',
    values: [id],
  });
  return rows[0]?.zone;
}
