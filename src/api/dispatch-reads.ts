/** What the API reads for dispatch: candidates of a ticket, the list of specializations, the settings of zones. */
import { type DispatchState, dispatch } from '../actors/dispatch/actor.ts';
import { type SpecializationState, specialization } from '../actors/specialization/actor.ts';
import { requiredOf } from '../actors/specialization/required.ts';
import { technician } from '../actors/technician/actor.ts';
import { type Ranked, rank } from '../actors/technician/score.ts';
import type { TechnicianState } from '../actors/technician/state.ts';
import { workDayOf } from '../actors/ticket/assign.ts';
import type { TicketState } from '../actors/ticket/state.ts';
import { dayOf } from '../contracts/day.ts';
import type { Candidate, Candidates } from '../contracts/dispatch.ts';
import type { Queryable } from '../engine/database.ts';
import type { Row } from '../engine/effects.ts';
import { stateOf } from './reads.ts';

/** As many as the answer names; the ones of the ticket's zone are never left out for others. */
const MOST = 200;

type Asked = Pick<TicketState, 'type' | 'category' | 'zone' | 'scheduledAt'>;

/** Index: technicians_zone; the table is small. */
export async function readCandidates(
  db: Queryable,
  ticket: Asked,
  now: string,
  timeZone: string,
): Promise<Omit<Candidates, 'position'>> {
  const { rows } = await db.query<{ row: Row }>({
    name: 'read_candidates',
    text: `select to_jsonb(t) as row from technicians t where t.erased_at is null order by (t.zone = $1) desc nulls last, t.id limit $2`,
    values: [ticket.zone, MOST],
  });
  const requires = requiredOf(ticket, await readSpecializations(db));
  const day = workDayOf(ticket.scheduledAt, now, timeZone);
  const centre = ticket.zone === null ? null : ((await readDispatch(db, ticket.zone))[0]?.centre ?? null);
  const work = { zone: ticket.zone, day, today: dayOf(now, timeZone), requires, centre };
  const technicians = rows.map(({ row }) => stateOf<TechnicianState>(technician, row));
  return { data: rank(technicians, work).map(candidate), day, requires };
}

function candidate({ technician: one, ...ranked }: Ranked<TechnicianState>): Candidate {
  const { id: technicianId, name, zone, availability, maxTicketsPerDay } = one;
  return { technicianId, name, zone, availability, maxTicketsPerDay, ...ranked };
}

export async function readSpecializations(db: Queryable): Promise<SpecializationState[]> {
  const { rows } = await db.query<{ row: Row }>({
    name: 'read_specializations',
    text: 'select to_jsonb(s) as row from specializations s order by s.id limit 500',
  });
  return rows.map(({ row }) => stateOf<SpecializationState>(specialization, row));
}

/** All zones' settings, or one's. */
export async function readDispatch(db: Queryable, zone: string | null = null): Promise<DispatchState[]> {
  const { rows } = await db.query<{ row: Row }>({
    name: 'read_dispatch',
    text: 'select to_jsonb(d) as row from dispatch_settings d where $1::text is null or d.id = $1 order by d.id limit 500',
    values: [zone],
  });
  return rows.map(({ row }) => stateOf<DispatchState>(dispatch, row));
}

/** Whether there is such a zone: technicians make one. Index: technicians_zone. */
export async function isStaffed(db: Queryable, zone: string): Promise<boolean> {
  const { rows } = await db.query({
    name: 'zone_staffed',
    text: 'select from technicians where zone = $1 and erased_at is null limit 1',
    values: [zone],
  });
  return rows.length > 0;
}
