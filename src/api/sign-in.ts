/**
 * Signing in: limits, the password, the lockout, the session.
 *
 * - The same answer and the same work for a wrong password and for a username that nobody has.
 * - Failures are counted in Postgres, for unknown usernames too, so that a lost Redis unlocks nobody.
 * - The count stands in its own table and is what decides; the account's `locked` event follows it.
 * - Whether it is locked is asked after the password was checked, too: of many guesses sent at once, those that wait
 *   for their turn learn nothing once the others have locked it.
 */
import type { Pool, Queryable } from '../engine/database.ts';
import type { Api } from './api.ts';
import { ApiProblem } from './problem.ts';

export const LOCK_AFTER = 5;
export const LOCK_MINUTES = 15;

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly address: string;
}

/** The id of the user whose password it is. @throws ApiProblem */
export async function checkCredentials(api: Api, given: Credentials): Promise<string> {
  const username = given.username.trim().toLowerCase();
  await api.signInLimit.take(username, given.address);
  const { passwordHash } = await readForSignIn(api.pool, username);
  const matches = await api.passwords.verify(passwordHash, given.password);
  const known = await readForSignIn(api.pool, username);
  // A password that was changed meanwhile is not the one that was checked.
  const right = matches && known.passwordHash === passwordHash;
  if (known.lockedForMs > 0) {
    const retryAfter = String(Math.ceil(known.lockedForMs / 1_000));
    throw new ApiProblem('account_locked', { headers: { 'Retry-After': retryAfter } });
  }
  if (!right || !known.userId) {
    const locked = await countFailure(api.pool, username);
    // Nobody waits for it: a known username must not answer later than an unknown one.
    if (locked && known.userId) lockAccount(api, known.userId, locked);
    throw new ApiProblem('invalid_credentials');
  }
  if (!known.usable) throw new ApiProblem('invalid_credentials');
  if (known.failures > 0) await forgetFailures(api.pool, username);
  return known.userId;
}

interface KnownForSignIn {
  readonly userId: string | undefined;
  readonly passwordHash: string | undefined;
  readonly usable: boolean;
  readonly failures: number;
  readonly lockedForMs: number;
}

async function readForSignIn(db: Queryable, username: string): Promise<KnownForSignIn> {
  const { rows } = await db.query<{
    id: string | null;
    usable: boolean | null;
    password_hash: string | null;
    failures: number | null;
    locked_for_ms: number | null;
  }>({
    name: 'read_for_sign_in',
    text: `select u.id, p.password_hash, f.failures,
        u.status = 'active' or (u.status = 'locked' and u.locked_until <= now()) as usable,
        (extract(epoch from f.locked_until - now()) * 1000)::float8 as locked_for_ms
      from (select $1::text as username) n
      left join users u on u.username = n.username
      left join user_passwords p on p.user_id = u.id
      left join sign_in_failures f on f.username = n.username`,
    values: [username],
  });
  const row = rows[0];
  return {
    userId: row?.id ?? undefined,
    passwordHash: row?.password_hash ?? undefined,
    usable: row?.usable ?? false,
    failures: row?.failures ?? 0,
    lockedForMs: row?.locked_for_ms ?? 0,
  };
}

/** The instant until which the username is locked by this failure; undefined when it is not. */
async function countFailure(db: Queryable, username: string): Promise<string | undefined> {
  const { rows } = await db.query<{ locked_until: Date | null }>({
    name: 'count_sign_in_failure',
    text: `insert into sign_in_failures as f (username, failures, last_at) values ($1, 1, now())
      on conflict (username) do update set
        failures = case when f.last_at < now() - make_interval(mins => $3::int) then 1
                        when f.failures + 1 >= $2::int then 0 else f.failures + 1 end,
        locked_until = case when f.last_at >= now() - make_interval(mins => $3::int) and f.failures + 1 >= $2::int
                            then now() + make_interval(mins => $3::int) else f.locked_until end,
        last_at = now()
      returning case when locked_until > now() then locked_until end as locked_until`,
    values: [username, LOCK_AFTER, LOCK_MINUTES],
  });
  return rows[0]?.locked_until?.toISOString();
}

export async function forgetFailures(db: Pool | Queryable, username: string): Promise<void> {
  await db.query({
    name: 'forget_sign_in_failures',
    text: 'delete from sign_in_failures where username = $1',
    values: [username],
  });
}

function lockAccount(api: Api, userId: string, until: string): void {
  api.commands
    .run({
      items: [
        {
          actor: { kind: 'user', id: userId },
          command: { type: 'lock', until, reason: 'wrong_passwords' } as { type: string },
          by: { kind: 'system', id: 'sign-in' },
          trace: null,
          tolerateRejection: true,
        },
      ],
      answer: () => ({ status: 204, headers: {}, body: null }),
    })
    .catch((error: unknown) => api.logger.error({ err: error }, 'an account could not be marked as locked'));
}
