/** Sessions that ended more than a month ago: long enough to answer "was that me?", not kept for ever. */
import type { RetentionStep } from '../engine/retention.ts';

export const expireSessions: RetentionStep = {
  name: 'sessions',
  async remove(db, limit) {
    const result = await db.query({
      name: 'sessions_expire',
      text: `delete from sessions where ctid = any(array(
        select ctid from sessions where least(expires_at, revoked_at) < now() - interval '30 days' limit $1))`,
      values: [limit],
    });
    return result.rowCount ?? 0;
  },
};
