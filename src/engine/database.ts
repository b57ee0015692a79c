/**
 * The pg pool, with the bounds that the log's guarantees rest on: a statement or an idle transaction of a paused
 * process ends after 5 s (L4), so its locks and its place in the log are freed and its late commit fails. A server
 * that is there and says nothing is given up after twice that: whoever waits for an answer gets one.
 */
import pg from 'pg';
import { traceQueries } from './telemetry/query-spans.ts';
import { outsideTrace } from './telemetry/spans.ts';
import { writeTogether } from './write-together.ts';

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  readonly onIdleError?: (error: Error) => void;
  /**
   * Plan each prepared statement for whatever values it gets: right for statements that look rows up by
   * key (a mailbox run), whose planning costs as much as they do. Wrong for lists with filters.
   */
  readonly plansOnce?: boolean;
  /** Milliseconds after which a connection plans its statements anew. */
  readonly plansLastMs?: number;
}

export type Pool = pg.Pool;
/** Anything that can run a query: the pool, or a client in a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

export const STATEMENT_TIMEOUT_MS = 5_000;
/** The server ends a statement by itself long before; what is silent for so long is frozen, or out of reach. */
const SILENCE_LIMIT_MS = 10_000;
const SILENCE = 'Query read timeout';
/**
 * A plan is kept by its connection until statistics change. One that was made while a table was small reads it from end
 * to end, and would go on doing so while it grows by thousands of rows, up to the next `analyze`.
 */
const PLANS_LAST_MS = 15_000;

export function createPool(options: DatabaseOptions): Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    application_name: options.name,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: SILENCE_LIMIT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    // A statement whose client was killed ends within a second instead of holding its locks to the end.
    options: `-c client_connection_check_interval=1000${options.plansOnce ? ' -c plan_cache_mode=force_generic_plan' : ''}`,
    connectionTimeoutMillis: 4_000,
    idleTimeoutMillis: 30_000,
    // One stays: to connect takes longer than most statements, and whoever comes after a quiet minute would wait for it.
    min: 1,
    keepAlive: true,
    // What is asked before the last answer is there goes to the server at once, instead of a round trip later.
    pipeline: true,
  });
  traceQueries(pool);
  // Between two owners a connection has no listener, and one packet may both hand it over and say that the server ends
  // it: without this one the process would end too. Nothing is lost: the next query on it fails.
  pool.on('connect', (client) => client.on('error', ignore));
  pool.on('connect', (client) => writeTogether(connectionOf(client).stream));
  planAnew(pool, options.plansLastMs ?? PLANS_LAST_MS);
  // An idle connection that the server ends (restart, timeout) is replaced by the pool; without a listener it
  // would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  return pool;
}

function ignore(): void {}

/** What `submit` of a query gets to write to; `pg` does not declare where it is. */
function connectionOf(client: pg.PoolClient): pg.Connection {
  return (client as unknown as { readonly connection: pg.Connection }).connection;
}

/** In front of the first statement of whoever gets the connection, in the same write. */
function planAnew(pool: Pool, lastMs: number): void {
  const plannedAtMs = new WeakMap<pg.PoolClient, number>();
  pool.on('connect', (client) => plannedAtMs.set(client, performance.now()));
  pool.on('acquire', (client) => {
    const nowMs = performance.now();
    if (nowMs - (plannedAtMs.get(client) ?? nowMs) < lastMs) return;
    plannedAtMs.set(client, nowMs);
    // It fails where the connection does, and then so does what is asked next.
    outsideTrace(() => client.query('discard plans')).catch(ignore);
  });
}

export interface TransactionOptions {
  /**
   * What a crash of Postgres takes away of this transaction is done again from the log, because its position goes with
   * it: the commit does not wait for the disk. Whatever is built on it is safe: any later commit that does wait (a
   * number, a delivery's attempt, a person's change) writes this one to the disk first.
   */
  readonly redone?: boolean;
  /** Sent before the transaction begins, in the same write: a statement of its own, committed whatever becomes of it. */
  readonly before?: (client: pg.PoolClient) => Promise<unknown>;
}

/**
 * Sends the commit behind what was sent already, without waiting for its answer. Nothing may be sent after it, and
 * nothing may fail but those statements: when one of them does, the server rolls back.
 */
export type CommitBehind = () => void;

const BEGIN_REDONE = 'begin; set local synchronous_commit = off';

/**
 * Runs `work` in one transaction. The connection goes back to the pool only when its state is known: after a
 * failure whose rollback fails too, it is destroyed.
 *
 * Of one that is `redone` the first statement goes with the `begin`. It may only lock and read: should the `begin` fail,
 * it has run outside of any transaction by the time that is known.
 */
export async function transaction<T>(
  pool: Pool,
  work: (client: pg.PoolClient, commitBehind: CommitBehind) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  let committing: Promise<unknown> | undefined;
  let failedBefore: Error | undefined;
  const commit = (): Promise<unknown> => {
    // Answers come in the order of the statements, so what was sent before the work is known by now.
    committing ??= heard(failedBefore ? Promise.reject(failedBefore) : client.query('commit'));
    return committing;
  };
  try {
    options.before?.(client).catch((error: Error) => {
      failedBefore = error;
    });
    if (options.redone) {
      client.query(BEGIN_REDONE).catch((error: Error) => {
        failedBefore = error;
        // Whatever the work sends from here on would be outside of a transaction: it fails.
        void client.end();
      });
    } else await client.query('begin');
    const result = await work(client, commit);
    await commit();
    return result;
  } catch (error) {
    // Whoever was silent would be asked once more, and waited for.
    if (isSilence(error)) broken = error;
    else
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A rejection is the awaiter's business, who may come to it later than it happens. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(ignore);
  return promise;
}

const RETRYABLE_CODES = new Set(['40001', '40P01', '55P03']);

/** Serialisation failures, deadlocks and lock time-outs: repeat the transaction, it counts as no attempt (M4). */
export function isContention(error: unknown): boolean {
  return RETRYABLE_CODES.has(errorCode(error) ?? '');
}

const DOWN_CODES = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '08001',
  '08004',
  '53300',
  '25P03',
  '57014',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
]);

/** Postgres is away, restarting or out of connections: answer 503 and try again later. */
export function isDatabaseDown(error: unknown): boolean {
  if (DOWN_CODES.has(errorCode(error) ?? '') || isSilence(error)) return true;
  const message = error instanceof Error ? error.message : '';
  return /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/i.test(
    message,
  );
}

function isSilence(error: unknown): error is Error {
  return error instanceof Error && error.message === SILENCE;
}

export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
