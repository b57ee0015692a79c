/** Tokens by which applicants looked at their registration, once nothing can be seen with them any more. */
import type { RetentionStep } from '../engine/retention.ts';

export const expireTracking: RetentionStep = {
  name: 'registration_tokens',
  /** Index: registration_tokens_expired. */
  async remove(db, limit) {
    const result = await db.query({
      name: 'registration_tokens_expire',
      text: `delete from registration_tokens where ctid = any(array(
        select ctid from registration_tokens where expires_at < now() limit $1))`,
      values: [limit],
    });
    return result.rowCount ?? 0;
  },
};
