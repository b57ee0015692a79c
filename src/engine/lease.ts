/**
 * Leases: who carries a duty (M8). A lease is a row with a holder, an end, and a fencing token that rises with every
 * change of holder.
 *
 * - Time is Postgres' own, so clocks of machines do not matter.
 * - Work under a lease locks its row in the work's own transaction. While it is locked nobody can take the lease over;
 *   once somebody has, the work of the old holder fails. A session lock would not do: a paused process keeps it.
 * - A process paused inside such a transaction loses its session after 2.5 s, so the duty is not held up by it.
 */
import type pg from 'pg';
import { type Pool, type Queryable, transaction } from './database.ts';

export interface LeaseRequest {
  readonly name: string;
  /** Unique to the process, over all machines. */
  readonly holder: string;
  readonly ttlMs: number;
}

export class LeaseLost extends Error {
  constructor(name: string) {
    super(`The lease ${JSON.stringify(name)} has another holder by now`);
    this.name = 'LeaseLost';
  }
}

const PAUSE_LIMIT_MS = 2_500;

/**
 * Takes the lease when it is free, or prolongs one's own; the fencing token, or `undefined` when another holds it.
 * The token stays the same while the holder is never late.
 */
export async function tryLease(db: Queryable, request: LeaseRequest): Promise<number | undefined> {
  const result = await db.query<{ token: string }>({
    name: 'try_lease',
    text: `insert into leases as l (name, holder, token, expires_at)
      values ($1, $2, 1, clock_timestamp() + $3::float8 * interval '1 millisecond')
      on conflict (name) do update
        set holder = excluded.holder,
            token = l.token + case when l.holder = excluded.holder and l.expires_at > clock_timestamp() then 0 else 1 end,
            expires_at = clock_timestamp() + $3::float8 * interval '1 millisecond'
        where l.holder = excluded.holder or l.expires_at <= clock_timestamp()
      returning token`,
    values: [request.name, request.holder, request.ttlMs],
  });
  const token = result.rows[0]?.token;
  return token === undefined ? undefined : Number(token);
}

/**
 * Runs `work` in a transaction that holds the lease's row.
 * @throws LeaseLost before `work` starts, when the token is not the current one or has run out
 */
export function withLease<T>(
  pool: Pool,
  name: string,
  token: number,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return transaction(pool, async (client) => {
    const result = await client.query({
      name: 'lock_lease',
      text: `select set_config('idle_in_transaction_session_timeout', $3, true) from leases
        where name = $1 and token = $2 and expires_at > clock_timestamp() for share`,
      values: [name, token, String(PAUSE_LIMIT_MS)],
    });
    if (result.rows.length === 0) throw new LeaseLost(name);
    return await work(client);
  });
}

/** Gives it up, so that the next holder need not wait; does nothing when it is not ours any more. */
export async function releaseLease(db: Queryable, name: string, token: number): Promise<void> {
  await db.query({
    name: 'release_lease',
    text: 'update leases set expires_at = clock_timestamp() where name = $1 and token = $2',
    values: [name, token],
  });
}
