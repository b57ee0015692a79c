/**
 * Keeps the funnel of registrations from the log alone; equal to a recount of the log at the same position. A follower
 * of its own, so that a release which brings it counts from the first registration on, and the others count on.
 */
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Follower } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { foldRegistration, funnelTypes, type RegistrationRow } from '../analytics/fold-registration.ts';

interface Loaded {
  /** Whose days are counted. */
  readonly zone: string;
  readonly known: readonly RegistrationRow[];
}

export const registrationFunnel: Follower<Loaded> = {
  name: 'registration-funnel',
  types: funnelTypes,
  history: true,
  keeps: ['analytics_registrations', 'analytics_registration_days'],
  load,
  handle(events, { zone, known }) {
    const standing = new Map(known.map((one) => [one.registration_id, one]));
    const effects: Effect[] = [];
    for (const event of events) {
      const { after, count } = foldRegistration(standing.get(event.actorId), event, zone);
      standing.set(event.actorId, after);
      const row = { ...after, reached: [...after.reached] };
      effects.push({
        effect: 'upsert',
        table: 'analytics_registrations',
        row,
        conflict: ['registration_id'],
      });
      if (count)
        effects.push({
          effect: 'upsert',
          table: 'analytics_registration_days',
          row: { ...count },
          conflict: ['day', 'state'],
          add: ['count'],
        });
    }
    return effects;
  },
};

/** Registrations as they were left. Index: the primary key. */
async function load(events: readonly LoggedEvent[], db: Queryable): Promise<Loaded> {
  const { rows } = await db.query<{ zone: string; known: RegistrationRow[] | null }>({
    name: 'funnel_known',
    text: `select z.zone, (select jsonb_agg(to_jsonb(r)) from analytics_registrations r
        where r.registration_id = any($1)) as known
      from analytics_zone z where z.one`,
    values: [[...new Set(events.map(({ actorId }) => actorId))]],
  });
  const row = rows[0];
  if (!row) throw new Error('analytics_zone has no row: the database is not migrated');
  return { zone: row.zone, known: row.known ?? [] };
}
