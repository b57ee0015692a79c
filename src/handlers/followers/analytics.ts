/** Keeps the figures of `analytics/` from the log alone; equal to a recount of tickets and log at the same position. */
import type { Queryable } from '../../engine/database.ts';
import type { Effect, Row } from '../../engine/effects.ts';
import type { Follower, HandleContext } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { countedTypes, fold, type Known, type RoundRow, type TicketRow } from '../analytics/fold.ts';

export const ANALYTICS_FOLLOWER = 'analytics';

interface Loaded {
  /** Whose days are counted. */
  readonly zone: string;
  readonly known: readonly Known[];
}

export const analytics: Follower<Loaded> = {
  name: ANALYTICS_FOLLOWER,
  types: countedTypes,
  history: true,
  keeps: ['analytics_tickets', 'analytics_rounds', 'analytics_days', 'analytics_technician_days'],
  load,
  handle,
};

function handle(
  events: readonly LoggedEvent[],
  { zone, known }: Loaded,
  _context: HandleContext,
): readonly Effect[] {
  const standing = new Map(known.map((one) => [one.ticket.ticket_id, one]));
  const effects: Effect[] = [];
  for (const event of events) {
    const { after, ended, days, technicians } = fold(standing.get(event.actorId), event, zone);
    standing.set(event.actorId, after);
    effects.push(ticketRow(after.ticket), ...(ended ? [roundRow(ended)] : []), roundRow(after.round));
    for (const count of days) effects.push(added('analytics_days', { ...count }, dayKey));
    for (const count of technicians)
      effects.push(added('analytics_technician_days', { ...count }, technicianKey));
  }
  return effects;
}

const dayKey = ['day', 'figure', 'value'];
const technicianKey = ['day', 'technician_id'];

function ticketRow(row: TicketRow): Effect {
  return { effect: 'upsert', table: 'analytics_tickets', row: { ...row }, conflict: ['ticket_id'] };
}

function roundRow(row: RoundRow): Effect {
  return { effect: 'upsert', table: 'analytics_rounds', row: { ...row }, conflict: ['ticket_id', 'round'] };
}

function added(table: string, row: Row, key: readonly string[]): Effect {
  const add = Object.keys(row).filter((column) => !key.includes(column));
  return { effect: 'upsert', table, row, conflict: key, add };
}

/** Tickets and their present rounds, as they were left. Indexes: the primary keys. */
async function load(events: readonly LoggedEvent[], db: Queryable): Promise<Loaded> {
  const zone = await db.query<{ zone: string }>({
    name: 'analytics_zone',
    text: 'select zone from analytics_zone where one',
  });
  const known = await db.query<{ ticket: TicketRow; round: RoundRow }>({
    name: 'analytics_known',
    text: `select to_jsonb(t) as ticket, to_jsonb(r) as round
      from analytics_tickets t join analytics_rounds r on r.ticket_id = t.ticket_id and r.round = t.round
     where t.ticket_id = any($1)`,
    values: [[...new Set(events.map(({ actorId }) => actorId))]],
  });
  const row = zone.rows[0];
  if (!row) throw new Error('analytics_zone has no row: the database is not migrated');
  return { zone: row.zone, known: known.rows };
}
