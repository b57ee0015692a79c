/** What is left of signing in: sessions that ended, failures that nobody is locked out by any more. */
import type { RetentionStep } from '../engine/retention.ts';

/** A month after they ended: long enough to answer "was that me?". Index: sessions_ended. */
export const expireSessions: RetentionStep = {
  name: 'sessions',
  async remove(db, limit) {
    const result = await db.query({
      name: 'sessions_expire',
      text: `delete from sessions where ctid = any(array(
        select ctid from sessions where least(expires_at, revoked_at) < now() - interval '30 days'
         order by least(expires_at, revoked_at) limit $1))`,
      values: [limit],
    });
    return result.rowCount ?? 0;
  },
};

/** A day after the last one, of names that nobody has, too: whoever likes may try any number. Index: sign_in_failures_last. */
export const forgetSignInFailures: RetentionStep = {
  name: 'sign_in_failures',
  async remove(db, limit) {
    const result = await db.query({
      name: 'sign_in_failures_expire',
      text: `delete from sign_in_failures where ctid = any(array(
        select ctid from sign_in_failures where last_at < now() - interval '1 day'
           and (locked_until is null or locked_until < now())
         order by last_at limit $1))`,
      values: [limit],
    });
    return result.rowCount ?? 0;
  },
};
