/** Which browsers show whose notices. */
import { MOST_BROWSERS } from '../../contracts/push.ts';
import type { Queryable } from '../../engine/database.ts';

/** Ids of subscriptions by user. */
export type Browsers = ReadonlyMap<string, readonly string[]>;

/** One query for all. Index: push_endpoints_user. */
export async function readBrowsers(db: Queryable, users: readonly string[]): Promise<Browsers> {
  if (users.length === 0) return new Map();
  const { rows } = await db.query<{ userId: string; ids: string[] }>({
    name: 'notice_browsers',
    text: `select u.id as "userId", array_agg(e.id) as ids
      from unnest($1::text[]) as u (id) cross join lateral (
        select id from push_endpoints where user_id = u.id order by created_at desc, id limit ${MOST_BROWSERS}) e
      group by u.id`,
    values: [[...new Set(users)]],
  });
  return new Map(rows.map(({ userId, ids }) => [userId, ids]));
}
