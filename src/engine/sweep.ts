/**
 * The sweep finds what was not rung (M6). It runs each second in the duty worker, and in full when that begins and
 * when it finds Redis empty.
 *
 * It must not take what it waits for away from those who work: where everything is late because there is more to do than
 * can be done, a doorbell for each of it would be work that makes it later, the duty would be lost over it, and its next
 * carrier would begin with all of it again. So doorbells that stand are left alone, also when it starts, and it takes a
 * fifth of the time at most.
 *
 * - From a low-water position on it looks for mailboxes that lag; a mailbox that waits for its next attempt is found
 *   by that time instead and does not hold the mark.
 * - Its rings carry no deduplication id, so a stuck key cannot stop them; their job id names the actor, so however
 *   long workers are away there is one such ring for an actor. A doorbell that stands in its queue is left to come.
 * - Events that nobody has numbered for a second are numbered here (L3).
 */
import type { JobType, Queue } from 'bullmq';
import type { MailboxJob } from '../contracts/generic/queues.ts';
import type { ActorRef } from './actor-types.ts';
import { type Pool, transaction } from './database.ts';
import type { DutyTask } from './duty.ts';
import { numberEvents } from './log.ts';
import type { Logger } from './logger.ts';
import type { Queues } from './queues.ts';
import { doorbellId, type Ringer } from './ring.ts';
import {
  findDueRetries,
  findLagging,
  hasLateUnnumbered,
  type LaggingMailbox,
  lockMark,
  moveMark,
  readMark,
} from './sweep-sql.ts';

export interface SweepGroup {
  readonly group: string;
  /** The event types its handlers want; only these count as lag. */
  readonly types: readonly string[];
}

export interface SweepOptions {
  readonly pool: Pool;
  readonly queues: Queues;
  readonly groups: readonly SweepGroup[];
  readonly logger: Logger;
  /** How old an event has to be before its own ring counts as late. */
  readonly graceMs?: number;
  /** Positions looked at in one statement. */
  readonly window?: number;
}

export interface Sweep {
  /** One pass over all groups. `full`: without grace, to the end of the log. Says how many it rang; 0 while Redis is away. */
  sweep(full: boolean): Promise<number>;
}

const GRACE_MS = 1_500;
const WINDOW = 5_000;
const MAX_RETRIES = 2_000;
const UNNUMBERED_MS = 1_000;

export function createSweep(options: SweepOptions): Sweep {
  const { pool, queues, groups, logger } = options;
  // Lost together with everything else when Redis is emptied.
  const presenceKey = `${queues.prefix}:sweep`;
  return {
    async sweep(asked) {
      if (!queues.isReady()) return 0;
      const empty = (await queues.redis.get(presenceKey)) === null;
      const full = asked || empty;
      let rung = 0;
      for (const group of groups) rung += await sweepGroup(options, group, { full, empty });
      // Only now: a pass that failed half-way has to be full again.
      if (empty) await queues.redis.set(presenceKey, '1');
      if (rung > 0) logger.debug({ rung, full }, 'sweep');
      return rung;
    },
  };

  async function sweepGroup(
    sweep: SweepOptions,
    { group, types }: SweepGroup,
    { full, empty }: { readonly full: boolean; readonly empty: boolean },
  ): Promise<number> {
    const graceMs = full ? 0 : (sweep.graceMs ?? GRACE_MS);
    const size = sweep.window ?? WINDOW;
    let rung = 0;
    let from: number | undefined;
    for (;;) {
      const found = await look(group, types, { from, size, graceMs });
      if (!found) return rung;
      const late = full ? found.lagging : found.lagging.filter((mailbox) => mailbox.late);
      rung += await ring(
        queues,
        group,
        late.map((mailbox) => mailbox.actor),
        empty,
      );
      // Behind the first window with lag nothing can be marked; only a full pass looks further.
      const goOn = found.to < found.head && (full || found.lagging.length === 0);
      if (!goOn) break;
      from = found.to;
    }
    const retries = await findDueRetries(pool, group, graceMs, MAX_RETRIES);
    return rung + (await ring(queues, group, retries, true));
  }

  /** One window, and the mark moved as far as it allows. Nothing when the group is paused or unknown. */
  async function look(
    group: string,
    types: readonly string[],
    { from, size, graceMs }: { from: number | undefined; size: number; graceMs: number },
  ): Promise<{ lagging: LaggingMailbox[]; to: number; head: number } | undefined> {
    return await transaction(pool, async (client) => {
      const locked = await lockMark(client, group);
      const mark = locked ?? (await readMark(client, group));
      if (!mark || mark.paused) return undefined;
      const start = Math.max(from ?? mark.low, mark.low);
      const to = Math.min(start + size, mark.head);
      const window = { from: start, to, graceMs, limit: size };
      const lagging = to > start ? await findLagging(client, group, types, window) : [];
      const [first] = lagging;
      const low = first ? first.position - 1 : to;
      if (locked && start === mark.low && low > mark.low) await moveMark(client, group, low);
      return { lagging, to, head: mark.head };
    });
  }
}

async function ring(
  queues: Queues,
  group: string,
  actors: readonly ActorRef[],
  regardless: boolean,
): Promise<number> {
  const queue = queues.queue(group);
  const missing = regardless ? actors : await withoutDoorbell(queues, queue, actors);
  if (missing.length === 0) return 0;
  await queue.addBulk(
    missing.map((actor) => {
      const data: MailboxJob = { kind: actor.kind, id: actor.id, sweep: true };
      // BullMQ takes no colon in a job's id, and one that it refuses would stop the rings of all.
      const jobId = `sweep-${actor.kind}-${encodeURIComponent(actor.id)}`;
      return { name: actor.kind, data, opts: { jobId, removeOnComplete: true, removeOnFail: true } };
    }),
  );
  return missing.length;
}

/**
 * Those whose doorbell does not stand in the queue; a key whose job is gone is freed. The queue is read as a whole: asked
 * job by job, each answer is a search through the list of those that wait, and the longer it is, the more are asked
 * about, in the very moment in which nobody has the time.
 */
async function withoutDoorbell(
  queues: Queues,
  queue: Queue,
  actors: readonly ActorRef[],
): Promise<ActorRef[]> {
  if (actors.length === 0) return [];
  const [standing, active] = await Promise.all([
    idsIn(queue, ['waiting', 'prioritized', 'delayed']),
    idsIn(queue, ['active']),
  ]);
  const jobIds = await queues.redis.mget(actors.map((actor) => queue.toKey(`de:${doorbellId(actor)}`)));
  const waits = await Promise.all(
    actors.map(async (actor, index) => {
      const id = doorbellId(actor);
      const jobId = jobIds[index];
      if (!jobId) return false;
      if (standing.has(jobId)) return true;
      if (active.has(jobId)) return false;
      // It came, or went, since the queue was read.
      const state = await queue.getJobState(jobId);
      if (state === 'unknown') await queue.removeDeduplicationKey(id);
      return state === 'waiting' || state === 'prioritized' || state === 'delayed';
    }),
  );
  return actors.filter((_, index) => !waits[index]);
}

async function idsIn(queue: Queue, states: JobType[]): Promise<ReadonlySet<string>> {
  return new Set(await queue.getRanges(states, 0, -1));
}

/** The sweep as a duty: in full when this process carries it for the first time; lost and taken again it goes on. */
export function sweepTask(sweep: Sweep): DutyTask {
  let swept = false;
  return {
    name: 'sweep',
    everyMs: 1_000,
    mostShare: 0.2,
    async run() {
      await sweep.sweep(!swept);
      swept = true;
    },
  };
}

/** Numbers what nobody has numbered for a second, and rings those who read by position (L3). */
export function numberingTask(pool: Pool, ringer: Ringer): DutyTask {
  return {
    name: 'numbering',
    everyMs: 1_000,
    async run({ signal }) {
      let numbered = 0;
      while (!signal.aborted && (await hasLateUnnumbered(pool, UNNUMBERED_MS))) {
        const events = await numberEvents(pool);
        numbered += events.length;
        if (events.length === 0) break;
      }
      if (numbered === 0) return;
      ringer.ringRealtime();
      ringer.ringFollowers();
    },
  };
}
