/**
 * Followers read the whole log by position, in batches (design, "Rings and mailboxes").
 *
 * - One run of a follower at a time: the lock of its row. Effects and position commit together.
 * - It never skips: a batch that fails is taken one event at a time, so what is good commits, and the event that fails
 *   is tried again with back-off for as long as it takes.
 * - It is rung after numbering; a ring that is lost is made up for by `followersTask`.
 */
import { SpanKind } from '@opentelemetry/api';
import type { Redis } from 'ioredis';
import { type LogJob, queues as names } from '../contracts/generic/queues.ts';
import type { ActorRegistry } from './actor-types.ts';
import type { Committed } from './committed.ts';
import { isDatabaseDown, type Pool, type Queryable, transaction } from './database.ts';
import type { DutyTask } from './duty.ts';
import type { CausedEffect } from './effect-rows.ts';
import type { Follower } from './handler-types.ts';
import { type EventRecord, eventColumns, type LoggedEvent, toLoggedEvent } from './log.ts';
import type { Logger } from './logger.ts';
import { describeError, isTransient, writeEffects } from './mailbox-effects.ts';
import type { Queues } from './queues.ts';
import { type RetryPolicy, retryDelayMs } from './retry.ts';
import type { Ringer } from './ring.ts';
import { messagingAttributes } from './telemetry/messaging.ts';
import { linkSpan, withSpan } from './telemetry/spans.ts';
import type { Upcast } from './upcasters.ts';
import { startQueueWorker } from './worker.ts';

export interface FollowersOptions {
  readonly followers: readonly Follower[];
  readonly pool: Pool;
  readonly registry: ActorRegistry;
  readonly queues: Queues;
  readonly ringer: Ringer;
  readonly connection: Redis;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly random?: () => number;
  readonly upcast?: Upcast;
  readonly retry?: RetryPolicy;
  readonly maxBatch?: number;
}

export interface Followers {
  stop(): Promise<void>;
}

type Step = 'more' | 'idle' | 'unavailable';

const DEFAULT_RETRY: RetryPolicy = { firstMs: 1_000, maxMs: 60_000 };
const MAX_BATCH = 500;
const REPEAT_MS = 200;
const RETRY_SLACK_MS = 25;

export async function startFollowers(options: FollowersOptions): Promise<Followers> {
  const { followers, pool, logger, queues } = options;
  const maxBatch = options.maxBatch ?? MAX_BATCH;
  const retry = options.retry ?? DEFAULT_RETRY;
  const random = options.random ?? Math.random;
  const byName = new Map(followers.map((follower) => [follower.name, follower]));
  let stopping = false;
  for (const follower of followers) await ensureFollower(pool, follower);

  const work = async (name: string | undefined): Promise<void> => {
    const follower = name === undefined ? undefined : byName.get(name);
    // Another release may know followers that this one does not; its own processes will be rung again.
    if (!follower) return;
    let limit = maxBatch;
    while (!stopping) {
      try {
        const step = await runStep(follower, limit);
        if (step !== 'more') return;
      } catch (error) {
        if (isTransient(error)) {
          await new Promise((resolve) => setTimeout(resolve, isDatabaseDown(error) ? REPEAT_MS : 10));
        } else if (limit > 1) {
          limit = 1;
        } else {
          throw await recordFailure(follower, error);
        }
      }
    }
  };

  const runStep = (follower: Follower, limit: number): Promise<Step> =>
    withSpan(
      `follow ${follower.name}`,
      {
        parent: null,
        kind: SpanKind.CONSUMER,
        attributes: messagingAttributes('process', names.followers.name, {
          'trunkline.follower': follower.name,
        }),
      },
      async (span) => {
        const { step, committed, traces } = await transaction(
          pool,
          async (client, commitBehind) => {
            const stretch = await lockFollower(client, follower, limit);
            if (!stretch) return { step: 'unavailable' as const };
            if (stretch.length === 0) return { step: 'idle' as const };
            const wanted = stretch.wanted.map(options.upcast ?? ((event) => event));
            const effects: CausedEffect[] = [];
            if (wanted.length > 0) {
              const loaded = follower.load ? await follower.load(wanted, client) : undefined;
              const now = options.now().toISOString();
              const cause = {
                eventId: null,
                trace: null,
                by: { kind: 'handler', id: follower.name } as const,
                now,
                newId: options.newId,
              };
              const context = { now, newId: options.newId };
              for (const effect of follower.handle(wanted, loaded, context)) effects.push({ effect, cause });
            }
            const row = {
              name: follower.name,
              position: stretch.lastPosition,
              attempts: 0,
              retry_at: null,
              last_error: null,
            };
            const move = { effect: 'update', table: 'followers', key: ['name'], row } as const;
            return {
              step: stretch.length === limit ? ('more' as const) : ('idle' as const),
              committed: await writeEffects(client, options, effects, [move], commitBehind),
              traces: wanted.map((event) => event.trace),
            };
          },
          { redone: true },
        );
        if (committed) options.ringer.ring(committed as Committed);
        span.setAttribute('messaging.batch.message_count', traces?.length ?? 0);
        linkSpan(span, traces ?? []);
        return step;
      },
    );

  const recordFailure = async (follower: Follower, error: unknown): Promise<Error> => {
    const { attempts, delayMs } = await failFollower(pool, follower.name, describeError(error), (attempt) =>
      retryDelayMs(attempt, random(), retry),
    );
    const ring = {
      name: follower.name,
      data: { follower: follower.name },
      opts: { delay: delayMs + RETRY_SLACK_MS },
    };
    // Lost with Redis: then the duty rings.
    await queues
      .queue(names.followers.name)
      .add(ring.name, ring.data, ring.opts)
      .catch(() => undefined);
    logger.error({ err: error, follower: follower.name, attempts }, 'follower failed');
    return new Error(`${follower.name} failed, attempt ${attempts}: ${describeError(error)}`, {
      cause: error,
    });
  };

  const worker = startQueueWorker<LogJob>({
    queue: names.followers.name,
    prefix: queues.prefix,
    connection: options.connection,
    // A slow follower must not hold up another one; a second job of the same leaves at once.
    concurrency: Math.max(1, followers.length * 2),
    logger,
    work: (job) => work(job.data.follower),
  });
  return {
    async stop() {
      stopping = true;
      await worker.stop();
    },
  };
}

/** Rings followers that lag, or whose next attempt is due, in case their ring was lost. */
export function followersTask(pool: Pool, queues: Queues): DutyTask {
  return {
    name: 'followers',
    everyMs: 1_000,
    async run() {
      if (!queues.isReady()) return;
      const lagging = await findLaggingFollowers(pool);
      if (lagging.length === 0) return;
      await queues.queue(names.followers.name).addBulk(
        lagging.map((follower) => ({
          name: follower,
          data: { follower },
          opts: { jobId: `sweep-${follower}`, removeOnComplete: true, removeOnFail: true },
        })),
      );
    },
  };
}

async function ensureFollower(db: Queryable, follower: Follower): Promise<void> {
  await db.query(
    `insert into followers (name, position)
     select $1, case when $2 then 0 else position end from log_head where one on conflict do nothing`,
    [follower.name, follower.history],
  );
}

/** What comes after a follower's position. */
interface Stretch {
  /** Of all events in it. */
  readonly length: number;
  readonly lastPosition: number;
  /** Those of the types that it follows. */
  readonly wanted: readonly LoggedEvent[];
}

/**
 * Locks it, when nobody else runs it and its next attempt is due, and reads those of up to `limit` events after its
 * position that it follows: one statement. Most events of the log are none of its, and stay in the server. Its snapshot
 * may be older than the position it finds, but positions become visible in order, so it reads a prefix of what is there,
 * and what is missing has a ring of its own.
 */
async function lockFollower(
  client: Queryable,
  { name, types }: Follower,
  limit: number,
): Promise<Stretch | undefined> {
  const result = await client.query<
    Omit<EventRecord, 'id'> & { id: string | null; length: number; last_position: string | null }
  >({
    name: 'lock_follower',
    text: `with locked as materialized (
        select position from followers
         where name = $1 and (retry_at is null or retry_at <= clock_timestamp()) for update skip locked),
      stretch as materialized (
        select e.* from locked l, lateral (
          select * from events where position > l.position order by position limit $2) e)
      select (select count(*) from stretch)::integer as length,
             (select max(position) from stretch) as last_position,
             ${eventColumns('e')}
        from locked left join stretch e on e.type = any($3)
       order by e.position`,
    values: [name, limit, types],
  });
  const [first] = result.rows;
  if (!first) return undefined;
  return {
    length: first.length,
    lastPosition: Number(first.last_position),
    wanted: result.rows.filter(({ id }) => id !== null).map((row) => toLoggedEvent(row as EventRecord)),
  };
}

async function failFollower(
  pool: Pool,
  name: string,
  error: string,
  delayOf: (attempt: number) => number,
): Promise<{ attempts: number; delayMs: number }> {
  return await transaction(pool, async (client) => {
    const result = await client.query<{ attempts: number }>(
      'update followers set attempts = attempts + 1, last_error = $2 where name = $1 returning attempts',
      [name, error],
    );
    const attempts = result.rows[0]?.attempts ?? 1;
    const delayMs = delayOf(attempts);
    await client.query(
      `update followers set retry_at = clock_timestamp() + $2::float8 * interval '1 millisecond' where name = $1`,
      [name, delayMs],
    );
    return { attempts, delayMs };
  });
}

async function findLaggingFollowers(db: Queryable): Promise<string[]> {
  const result = await db.query<{ name: string }>({
    name: 'lagging_followers',
    text: `select f.name from followers f, log_head h
      where h.one and f.position < h.position and (f.retry_at is null or f.retry_at <= clock_timestamp())`,
    values: [],
  });
  return result.rows.map(({ name }) => name);
}
