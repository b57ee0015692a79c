/**
 * Mailboxes that wait at the same moment share one transaction (M3): lock their cursors, read what comes after each,
 * let every handler load once for all, write all effects and move all cursors in one statement, commit, ring.
 *
 * A mailbox that may not be healthy is left out and reported as `alone`: one that failed before, whose last attempt
 * left no result, or whose handler throws here. When the transaction itself fails, all of them are.
 */
import type { Span } from '@opentelemetry/api';
import type { ActorRef } from './actor-types.ts';
import { transaction } from './database.ts';
import type { CausedEffect } from './effect-rows.ts';
import type { RowEffect } from './effects.ts';
import type { Handler } from './handler-types.ts';
import type { LoggedEvent } from './log.ts';
import { handleEvent, isTransient, writeEffects } from './mailbox-effects.ts';
import { recordProcessed, withRunSpan } from './mailbox-spans.ts';
import { createMailboxes, lockMailboxes, type Mailbox } from './mailbox-sql.ts';
import type { MailboxTools } from './mailbox-types.ts';

export type SharedOutcome = 'done' | 'more' | 'alone' | 'unavailable';

/**
 * The outcome for each actor, in their order. Rejects when Postgres is away. `unknown` of them may have no mailbox yet.
 */
export function runShared(
  tools: MailboxTools,
  actors: readonly ActorRef[],
  unknown: readonly ActorRef[] = [],
): Promise<SharedOutcome[]> {
  return withRunSpan(tools.group, 'shared', async (span) => {
    tools.count('shared');
    try {
      return await runOnce(tools, actors, unknown, span);
    } catch (error) {
      if (isTransient(error)) throw error;
      tools.logger.debug({ err: error, group: tools.group }, 'shared transaction failed; one by one now');
      return actors.map(() => 'alone');
    }
  });
}

async function runOnce(
  tools: MailboxTools,
  actors: readonly ActorRef[],
  unknown: readonly ActorRef[],
  span: Span,
): Promise<SharedOutcome[]> {
  const startedAt = tools.now();
  const outcomes = new Map<string, SharedOutcome>();
  const { committed, finished } = await transaction(
    tools.pool,
    async (client, commitBehind) => {
      const boxes: Mailbox[] = [];
      for (const box of await lockMailboxes(client, tools.group, actors, tools.maxEvents)) {
        const healthy = !box.waiting && !box.attempting && box.attempts === 0 && box.done.length === 0;
        outcomes.set(keyOf(box.actor), healthy ? 'done' : 'alone');
        if (healthy && box.events.length > 0) boxes.push({ ...box, events: box.events.map(tools.upcast) });
      }
      const loaded = await loadAll(
        tools,
        boxes.flatMap((box) => box.events),
        (handler, events) => handler.load?.(events, client) ?? Promise.resolve(undefined),
      );
      const now = tools.now().toISOString();
      const effects: CausedEffect[] = [];
      const moves: RowEffect[] = [];
      const served: LoggedEvent[] = [];
      for (const box of boxes) {
        const wanted = effectsOf(tools, box, loaded, now);
        if (!wanted) {
          outcomes.set(keyOf(box.actor), 'alone');
          continue;
        }
        for (const effect of wanted) effects.push(effect);
        for (const event of box.events) served.push(event);
        moves.push(cursorMove(tools.group, box));
        if (box.events.length === tools.maxEvents) outcomes.set(keyOf(box.actor), 'more');
      }
      if (moves.length === 0) return { committed: undefined, finished: served };
      return {
        committed: await writeEffects(client, tools, effects, moves, commitBehind),
        finished: served,
      };
    },
    {
      redone: true,
      ...(unknown.length > 0 ? { before: (client) => createMailboxes(client, tools.group, unknown) } : {}),
    },
  );
  if (committed) tools.ringer.ring(committed);
  tools.count('processed', finished.length);
  recordProcessed(
    tools.group,
    span,
    finished.map((event) => ({ event, startedAt })),
  );
  return actors.map((actor) => outcomes.get(keyOf(actor)) ?? 'unavailable');
}

/** What each handler that has events here needs to know, by its name. */
async function loadAll(
  tools: MailboxTools,
  events: readonly LoggedEvent[],
  load: (handler: Handler, events: readonly LoggedEvent[]) => Promise<unknown>,
): Promise<ReadonlyMap<string, unknown>> {
  const loaded = new Map<string, unknown>();
  for (const handler of tools.handlers) {
    if (!handler.load) continue;
    const wanted = events.filter((event) => handler.types.includes(event.type));
    if (wanted.length > 0) loaded.set(handler.name, await load(handler, wanted));
  }
  return loaded;
}

/** The effects of a mailbox' events, or nothing when a handler throws: it has to run alone. */
function effectsOf(
  tools: MailboxTools,
  box: Mailbox,
  loaded: ReadonlyMap<string, unknown>,
  now: string,
): CausedEffect[] | undefined {
  const effects: CausedEffect[] = [];
  try {
    for (const event of box.events) {
      for (const handler of tools.handlersOf(event.type)) {
        for (const effect of handleEvent(tools, handler, event, loaded.get(handler.name), now))
          effects.push(effect);
      }
    }
    return effects;
  } catch {
    return undefined;
  }
}

function cursorMove(group: string, box: Mailbox): RowEffect {
  const last = box.events.at(-1) as LoggedEvent;
  return {
    effect: 'update',
    table: 'mailbox',
    key: ['group', 'actor_kind', 'actor_id'],
    row: { group, actor_kind: box.actor.kind, actor_id: box.actor.id, last_seq: last.seq },
  };
}

function keyOf(actor: ActorRef): string {
  return `${actor.kind}/${actor.id}`;
}
