/**
 * Which tickets somebody may see, as a condition in SQL: the one rule behind list, single ticket, history,
 * commands and `watch`.
 */
import type { Queryable } from '../engine/database.ts';
import type { Viewer } from './viewer.ts';

/** A condition with its parameters; `$?` stands for the next one. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const NOTHING: Condition = { sql: 'false', values: [] };

/** `alias` is the alias of `tickets` in the statement. */
export function visibleTickets(
  viewer: Pick<Viewer, 'permissions' | 'technicianId' | 'customerId' | 'zone'>,
  alias = 't',
): Condition {
  const { permissions, technicianId, customerId, zone } = viewer;
  if (permissions.has('tickets.view_all')) return { sql: 'true', values: [] };
  if (permissions.has('tickets.view_zone') && technicianId) {
    const team = JSON.stringify([{ technicianId }]);
    const own = `${alias}.technician_id = $? or ${alias}.team @> $?::jsonb`;
    return zone
      ? {
          sql: `(${own} or (${alias}.status = 'open' and ${alias}.zone = $?))`,
          values: [technicianId, team, zone],
        }
      : { sql: `(${own})`, values: [technicianId, team] };
  }
  if (permissions.has('tickets.view_own') && customerId) {
    return { sql: `${alias}.customer_id = $?`, values: [customerId] };
  }
  return NOTHING;
}

/** Numbers the parameters of a condition from `$from` on. */
export function numbered(condition: Condition, from: number): string {
  let next = from;
  return condition.sql.replaceAll('$?', () => `$${next++}`);
}

export async function maySeeTicket(db: Queryable, viewer: Viewer, ticketId: string): Promise<boolean> {
  const condition = visibleTickets(viewer);
  const result = await db.query(`select from tickets t where t.id = $1 and ${numbered(condition, 2)}`, [
    ticketId,
    ...condition.values,
  ]);
  return result.rows.length > 0;
}
