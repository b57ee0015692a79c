/**
 * A mailbox whose last run left no result: its process may have died of one of these events (M4).
 *
 * Each (event, handler) is an attempt that is committed before it starts, so an event that kills its process is
 * counted, and ends as a dead letter like any other. Careful runs of a process go one at a time: what a killer takes
 * with it has not been recorded as attempted, and is not blamed.
 *
 * Between recording and starting, the row is protected by a short `retry_at`; after that by its lock. An attempt
 * whose row was changed meanwhile (its process was paused) finds that out when it locks, and leaves.
 */
import type { PoolClient } from 'pg';
import type { ActorRef } from './actor-types.ts';
import type { Committed } from './committed.ts';
import { transaction } from './database.ts';
import type { Handler } from './handler-types.ts';
import type { LoggedEvent } from './log.ts';
import { applyHandler, describeError, isTransient } from './mailbox-effects.ts';
import { advance, judge, type Progress, startProgress } from './mailbox-solo.ts';
import { recordProcessed, withRunSpan } from './mailbox-spans.ts';
import { lockAttempt, lockMailboxes, settleMailbox } from './mailbox-sql.ts';
import type { Failure, MailboxTools, RunOutcome } from './mailbox-types.ts';
import { retryDelayMs } from './retry.ts';

/** Long enough from the commit of the record to the lock of its attempt. */
const START_LIMIT_MS = 2_000;
const REPEAT_MS = 250;
const MAX_REPEATS = 20;
const LOST = 'The process ended during the attempt';

type Step =
  | {
      readonly step: 'attempt';
      readonly progress: Progress;
      readonly event: LoggedEvent;
      readonly handler: Handler;
    }
  /** The event is behind us. */
  | { readonly step: 'next' }
  | { readonly step: 'end'; readonly outcome: RunOutcome };

export function runCareful(tools: MailboxTools, actor: ActorRef): Promise<RunOutcome> {
  return tools.turn(async () => {
    tools.count('careful');
    for (let events = 0; events < tools.maxEvents; ) {
      const step = await beginAttempt(tools, actor);
      if (step.step === 'end') return step.outcome;
      if (step.step === 'next') events++;
      if (step.step === 'attempt') {
        const outcome = await makeAttempt(tools, actor, step);
        if (outcome) return outcome;
      }
    }
    return { outcome: 'more' };
  });
}

/** Chooses the next (event, handler) and records the attempt; buries one that has used up its attempts. */
function beginAttempt(tools: MailboxTools, actor: ActorRef): Promise<Step> {
  return transaction(tools.pool, async (client): Promise<Step> => {
    const [box] = await lockMailboxes(client, tools.group, [actor], 1);
    if (!box) return { step: 'end', outcome: { outcome: 'unavailable' } };
    const progress = { ...startProgress(box), tried: true };
    const [stored] = box.events;
    if (!stored) {
      const due = await settle(client, tools, actor, progress, { retryInMs: null });
      return { step: 'end', outcome: { outcome: due ? 'more' : 'done' } };
    }
    const event = tools.upcast(stored);
    const handler = tools.handlersOf(event.type).find((one) => !progress.done.has(one.name));
    if (handler && box.attempting && progress.attempts >= handler.attempts) {
      const failure = { handler: handler.name, event, error: new Error(LOST), attempts: progress.attempts };
      return await endAttempt(client, tools, actor, progress, failure);
    }
    if (!handler) return await endEvent(client, tools, actor, progress, event);
    progress.attempts++;
    await settle(client, tools, actor, progress, {
      retryInMs: START_LIMIT_MS,
      attempting: true,
      error: LOST,
    });
    return { step: 'attempt', progress, event, handler };
  });
}

/** Runs the recorded attempt; nothing is returned when the mailbox goes on. */
function makeAttempt(
  tools: MailboxTools,
  actor: ActorRef,
  { progress, event, handler }: Extract<Step, { step: 'attempt' }>,
): Promise<RunOutcome | undefined> {
  return withRunSpan(tools.group, 'careful', async (span) => {
    const startedAt = tools.now();
    const failedBefore = progress.attempts - 1;
    const recorded = { lastSeq: progress.lastSeq, attempts: progress.attempts };
    try {
      const committed = await transaction(tools.pool, async (client): Promise<Committed | undefined> => {
        if (!(await lockAttempt(client, tools.group, actor, recorded))) return undefined;
        const written = await applyHandler(client, tools, handler, event);
        const done = { ...progress, done: new Set(progress.done).add(handler.name), attempts: 0 };
        await settle(client, tools, actor, done, { retryInMs: 0 });
        return written;
      });
      if (!committed) return { outcome: 'unavailable' };
      tools.ringer.ring(committed);
      recordProcessed(tools.group, span, [{ event, startedAt, failedBefore, handler: handler.name }]);
      return undefined;
    } catch (error) {
      recordProcessed(tools.group, span, [{ event, startedAt, failedBefore, error, handler: handler.name }]);
      // The record has to go, or whoever comes next cannot tell this attempt from one that killed its process.
      const failure = isTransient(error)
        ? undefined
        : { handler: handler.name, event, error, attempts: recorded.attempts };
      if (failure) tools.count('failed');
      const step = await patiently(() =>
        transaction(tools.pool, async (client): Promise<Step> => {
          if (!(await lockAttempt(client, tools.group, actor, recorded))) {
            return { step: 'end', outcome: { outcome: 'unavailable' } };
          }
          if (failure) return await endAttempt(client, tools, actor, progress, failure);
          await settle(client, tools, actor, { ...progress, attempts: failedBefore }, { retryInMs: 0 });
          return { step: 'next' };
        }),
      );
      return step.step === 'end' ? step.outcome : undefined;
    }
  });
}

/** Waits for a Postgres that restarts. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let repeat = 0; ; repeat++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || repeat >= MAX_REPEATS) throw error;
      await new Promise((resolve) => setTimeout(resolve, REPEAT_MS));
    }
  }
}

/** An attempt has failed, or left no result for the last time. */
async function endAttempt(
  client: PoolClient,
  tools: MailboxTools,
  actor: ActorRef,
  progress: Progress,
  failure: Failure,
): Promise<Step> {
  const error = describeError(failure.error);
  const { retrying } = await judge(client, tools, failure.event, progress, [failure]);
  if (retrying) {
    const retryInMs = retryDelayMs(progress.attempts, tools.random(), tools.retry);
    await settle(client, tools, actor, progress, { retryInMs, error });
    return { step: 'end', outcome: { outcome: 'failed', failure, retryInMs } };
  }
  // Buried, so this handler is done; the event's other ones have attempts of their own.
  await settle(client, tools, actor, { ...progress, attempts: 0 }, { retryInMs: 0, error });
  return { step: 'end', outcome: { outcome: 'failed', failure, retryInMs: 0 } };
}

/** All handlers are done: go on, or wait for a person. */
async function endEvent(
  client: PoolClient,
  tools: MailboxTools,
  actor: ActorRef,
  progress: Progress,
  event: LoggedEvent,
): Promise<Step> {
  const { halted } = await judge(client, tools, event, progress, []);
  if (halted) {
    await settle(client, tools, actor, progress, {
      retryInMs: null,
      halted,
      error: 'waits for its dead letter',
    });
    return { step: 'end', outcome: { outcome: 'done' } };
  }
  advance(progress, event);
  tools.count('processed');
  await settle(client, tools, actor, progress, { retryInMs: 0 });
  return { step: 'next' };
}

function settle(
  client: PoolClient,
  tools: MailboxTools,
  actor: ActorRef,
  progress: Progress,
  rest: { retryInMs: number | null; attempting?: boolean; halted?: boolean; error?: string },
): Promise<boolean> {
  return settleMailbox(client, tools.group, actor, {
    lastSeq: progress.lastSeq,
    done: [...progress.done],
    attempts: progress.attempts,
    attempting: rest.attempting ?? false,
    error: rest.error ?? null,
    halted: rest.halted ?? false,
    retryInMs: rest.retryInMs,
  });
}
