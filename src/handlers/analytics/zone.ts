/** The zone whose days the figures count: the portal's. */
import { type Pool, transaction } from '../../engine/database.ts';
import { recount } from '../../engine/recount.ts';
import { analytics } from '../followers/analytics.ts';
import { registrationFunnel } from '../followers/registration-funnel.ts';

/** Sets the zone; when it is another one, every day is another one too, and all is counted anew. True when so. */
export function keepZone(pool: Pool, zone: string): Promise<boolean> {
  return transaction(pool, async (client) => {
    const { rowCount } = await client.query('update analytics_zone set zone = $1 where one and zone <> $1', [
      zone,
    ]);
    if (rowCount === 0) return false;
    await recount(client, analytics);
    await recount(client, registrationFunnel);
    return true;
  });
}
