/**
 * A mailbox on its own, with a savepoint for each event and handler (M3, M4): the good prefix commits, and what
 * failed stands in the row with the time of its next attempt, or as a dead letter after its last one (M5).
 *
 * When one of an event's handlers fails, the others still do their part; `done` says which, so none does it twice.
 */
import type { PoolClient } from 'pg';
import type { ActorRef } from './actor-types.ts';
import type { Committed } from './committed.ts';
import { transaction } from './database.ts';
import type { LoggedEvent } from './log.ts';
import { applyHandler, describeError, isTransient, joinCommitted } from './mailbox-effects.ts';
import { type Processed, recordProcessed, withRunSpan } from './mailbox-spans.ts';
import { buryEvent, hasOpenLetter, lockMailboxes, type Mailbox, settleMailbox } from './mailbox-sql.ts';
import type { Failure, MailboxTools, RunOutcome } from './mailbox-types.ts';
import { retryDelayMs } from './retry.ts';

/** A run ends at the next event after this, so that its transaction stays short. */
const LONG_RUN_MS = 2_000;

export type SoloOutcome = RunOutcome | { readonly outcome: 'careful' };

/** Where a mailbox stands while a run goes through its events. */
export interface Progress {
  lastSeq: number;
  done: Set<string>;
  attempts: number;
  /** The next event was tried before, so it may have dead letters. */
  tried: boolean;
}

export function runSolo(tools: MailboxTools, actor: ActorRef): Promise<SoloOutcome> {
  return withRunSpan(tools.group, 'solo', async (span) => {
    tools.count('solo');
    const processed: Processed[] = [];
    const { outcome, committed } = await transaction(
      tools.pool,
      async (client) => {
        const [box] = await lockMailboxes(client, tools.group, [actor], tools.maxEvents);
        if (!box) return { outcome: { outcome: 'unavailable' } as const, committed: [] };
        if (box.attempting) return { outcome: { outcome: 'careful' } as const, committed: [] };
        return await runEvents(client, tools, box, processed);
      },
      { redone: true },
    );
    tools.ringer.ring(joinCommitted(committed));
    recordProcessed(tools.group, span, processed);
    return outcome;
  });
}

async function runEvents(
  client: PoolClient,
  tools: MailboxTools,
  box: Mailbox,
  processed: Processed[],
): Promise<{ outcome: RunOutcome; committed: Committed[] }> {
  const startedMs = performance.now();
  const committed: Committed[] = [];
  const progress = startProgress(box);
  const settle = (rest: { retryInMs: number | null; halted?: boolean; error?: string }): Promise<boolean> =>
    settleMailbox(client, tools.group, box.actor, {
      lastSeq: progress.lastSeq,
      done: [...progress.done],
      attempts: progress.attempts,
      attempting: false,
      error: rest.error ?? null,
      halted: rest.halted ?? false,
      retryInMs: rest.retryInMs,
    });
  for (const stored of box.events) {
    if (performance.now() - startedMs > LONG_RUN_MS) break;
    const event = tools.upcast(stored);
    const startedAt = tools.now();
    const before = progress.attempts;
    const failures = await runHandlers(client, tools, event, progress, committed);
    const [failure] = failures;
    processed.push({
      event,
      startedAt,
      failedBefore: before,
      ...(failure ? { error: failure.error, handler: failure.handler } : {}),
    });
    if (failures.length > 0) {
      progress.attempts++;
      progress.tried = true;
    }
    const { retrying, halted } = await judge(client, tools, event, progress, failures);
    if (retrying) {
      const retryInMs = retryDelayMs(progress.attempts, tools.random(), tools.retry);
      await settle({ retryInMs, error: describeError(retrying.error) });
      return { outcome: { outcome: 'failed', failure: retrying, retryInMs }, committed };
    }
    if (halted) {
      const error = failure ? describeError(failure.error) : 'waits for its dead letter';
      await settle({ retryInMs: null, halted: true, error });
      return failure
        ? { outcome: { outcome: 'failed', failure, retryInMs: null }, committed }
        : { outcome: { outcome: 'done' }, committed };
    }
    advance(progress, event);
    tools.count('processed');
  }
  const due = await settle({ retryInMs: null });
  return { outcome: { outcome: due ? 'more' : 'done' }, committed };
}

/** Each handler that is not done with the event, in a savepoint of its own. */
async function runHandlers(
  client: PoolClient,
  tools: MailboxTools,
  event: LoggedEvent,
  progress: Progress,
  committed: Committed[],
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const handler of tools.handlersOf(event.type)) {
    if (progress.done.has(handler.name)) continue;
    await client.query('savepoint handler');
    try {
      committed.push(await applyHandler(client, tools, handler, event));
      await client.query('release savepoint handler');
      progress.done.add(handler.name);
    } catch (error) {
      if (isTransient(error)) throw error;
      await client.query('rollback to savepoint handler');
      failures.push({ handler: handler.name, event, error, attempts: progress.attempts + 1 });
      tools.count('failed');
    }
  }
  return failures;
}

/**
 * Buries what failed for the last time, and says whether the event has to be tried again, or its mailbox has to wait
 * for a person. `progress.attempts` counts the failures just made.
 */
export async function judge(
  client: PoolClient,
  tools: MailboxTools,
  event: LoggedEvent,
  progress: Progress,
  failures: readonly Failure[],
): Promise<{ retrying: Failure | undefined; halted: boolean }> {
  const handlers = tools.handlersOf(event.type);
  let retrying: Failure | undefined;
  for (const failure of failures) {
    const handler = handlers.find((one) => one.name === failure.handler);
    if (handler && progress.attempts < handler.attempts) {
      retrying ??= failure;
      continue;
    }
    const { attempts } = progress;
    await buryEvent(client, {
      group: tools.group,
      handler: failure.handler,
      event,
      error: describeError(failure.error),
      attempts,
    });
    progress.done.add(failure.handler);
    tools.count('dead');
    tools.logger.error(
      { err: failure.error, handler: failure.handler, event: event.id, attempts },
      'dead letter',
    );
  }
  if (retrying) return { retrying, halted: false };
  const waitFor = handlers.filter((handler) => handler.onDead === 'wait').map((handler) => handler.name);
  const mayWait = progress.tried && waitFor.some((name) => progress.done.has(name));
  return { retrying, halted: mayWait && (await hasOpenLetter(client, event.id, waitFor)) };
}

export function startProgress(box: Mailbox): Progress {
  const tried = box.attempts > 0 || box.done.length > 0;
  return { lastSeq: box.lastSeq, done: new Set(box.done), attempts: box.attempts, tried };
}

export function advance(progress: Progress, event: LoggedEvent): void {
  progress.lastSeq = event.seq;
  progress.done.clear();
  progress.attempts = 0;
  progress.tried = false;
}
