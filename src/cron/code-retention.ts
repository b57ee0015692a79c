/** Phones of codes that are good for nothing any more: nobody has to keep who once asked for one. */
import type { RetentionStep } from '../engine/retention.ts';

export const forgetPhones: RetentionStep = {
  name: 'one_time_codes',
  /** The row stays: its sequence goes on. Index: one_time_codes_known. */
  async remove(db, limit) {
    const result = await db.query({
      name: 'codes_forget',
      text: `update one_time_codes set phone = null, hash = null where ctid = any(array(
        select ctid from one_time_codes where phone is not null and expires_at < now() - interval '1 hour' limit $1))`,
      values: [limit],
    });
    return result.rowCount ?? 0;
  },
};
