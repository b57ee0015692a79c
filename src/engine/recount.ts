/**
 * Counts a follower's figures anew: what it keeps is emptied, and it reads the log from the beginning.
 *
 * - Both commit together, under the lock that every run of the follower takes: no batch of before is counted twice.
 * - Until it has caught up the figures are those of an earlier day; whoever shows them says how far they are.
 */
import type { Queryable } from './database.ts';
import type { Follower } from './handler-types.ts';

/** Within the caller's transaction. @throws when it keeps nothing that could be counted anew */
export async function recount(
  client: Queryable,
  { name, keeps = [] }: Pick<Follower, 'name' | 'keeps'>,
): Promise<void> {
  if (keeps.length === 0) throw new Error(`The follower ${name} keeps no figures`);
  await client.query('select from followers where name = $1 for update', [name]);
  await client.query(`truncate ${keeps.map((table) => `"${table}"`).join(', ')}`);
  await client.query(
    `update followers set position = 0, attempts = 0, retry_at = null, last_error = null where name = $1`,
    [name],
  );
}
