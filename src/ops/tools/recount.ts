/**
 * `npm run ctl -- recount <follower>`: empties what a follower keeps and lets it read the whole log again. The platform
 * may run: its workers do the counting.
 */
import { createPool, transaction } from '../../engine/database.ts';
import { recount } from '../../engine/recount.ts';
import { followers } from '../../handlers/registry.ts';

/** @throws with the names that can be counted anew, for any other */
export async function recountFollower(databaseUrl: string, name: string): Promise<void> {
  const counting = followers.filter(({ keeps = [] }) => keeps.length > 0);
  const follower = counting.find((one) => one.name === name);
  if (!follower) {
    const names = counting.map((one) => one.name).join(', ');
    throw new Error(`There are no figures "${name}". There are: ${names}`);
  }
  const pool = createPool({ url: databaseUrl, poolSize: 1, name: 'trunkline:recount' });
  try {
    await transaction(pool, (client) => recount(client, follower));
  } finally {
    await pool.end();
  }
}
