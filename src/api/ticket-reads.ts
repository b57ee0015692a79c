/** What the API reads of tickets: the list, one, and what a command needs to know beside it. */
import { ticket } from '../actors/ticket/actor.ts';
import type { TeamMember } from '../actors/ticket/commands.ts';
import type { TicketState } from '../actors/ticket/state.ts';
import type { Viewer } from '../authority/viewer.ts';
import { numbered, visibleTickets } from '../authority/visible-tickets.ts';
import { formatPosition } from '../contracts/generic/position.ts';
import type { ListTicketsQuery } from '../contracts/ticket-list.ts';
import type { Applicant, CustomerOfTicket, Ticket } from '../contracts/tickets.ts';
import type { Queryable } from '../engine/database.ts';
import type { Row } from '../engine/effects.ts';
import { readHead } from '../engine/log.ts';
import { listRows, type Page, type SortKey } from './list.ts';
import { stateOf } from './reads.ts';
import { ticketConditions } from './ticket-conditions.ts';
import { applicantOf, customerOf, ticketRow, ticketRowWithApplicant } from './ticket-customer.ts';
import { ticketView } from './ticket-view.ts';

const sorts: Readonly<Record<string, SortKey>> = {
  createdAt: { expression: 't.created_at', type: 'instant', never: 'null' },
  updatedAt: { expression: 't.updated_at', type: 'instant', never: 'null' },
  slaDueAt: { expression: 't.sla_due_at', type: 'instant' },
  number: { expression: 't.number', type: 'text' },
};

export function listTickets(
  db: Queryable,
  viewer: Viewer,
  query: ListTicketsQuery,
  now: string,
): Promise<Page<Ticket>> {
  return listRows(
    db,
    {
      select: ticketRow(viewer),
      from: 'tickets t',
      where: ticketConditions(viewer, query, now),
      sort: query.sort,
      sorts,
      id: 't.id',
      cursor: query.cursor,
      offset: query.offset,
      limit: query.limit,
      wide: true,
    },
    (row) => ({ ...ticketView(stateOf<TicketState>(ticket, row), viewer, now), ...customerOf(row) }),
  );
}

interface FoundTicket {
  readonly state: TicketState;
  readonly customer?: CustomerOfTicket | null;
  readonly applicant?: Applicant | null;
  readonly position: string;
}

/** Undefined when there is none, or it is not the viewer's. The position is read before it (R2). */
export async function readTicket(
  db: Queryable,
  viewer: Viewer,
  id: string,
): Promise<FoundTicket | undefined> {
  const position = formatPosition(await readHead(db));
  const visible = visibleTickets(viewer);
  const { rows } = await db.query<{ row: Row }>(
    `select ${ticketRowWithApplicant(viewer)} as row from tickets t where t.id = $1 and ${numbered(visible, 2)}`,
    [id, ...visible.values],
  );
  const row = rows[0]?.row;
  return (
    row && { state: stateOf<TicketState>(ticket, row), ...customerOf(row), ...applicantOf(row), position }
  );
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
    text: 'select zone from customers where id = $1 and erased_at is null',
    values: [id],
  });
  return rows[0]?.zone;
}
