/**
 * Handlers and followers: what follows from an event, as functions from events to effects (M3).
 *
 * A handler belongs to a group; a group has one mailbox per actor and one queue, and sees an actor's events in
 * order, each with exactly one effect in Postgres. A follower reads the whole log by position.
 */
import type { Queryable } from './database.ts';
import type { Effect } from './effects.ts';
import type { LoggedEvent } from './log.ts';

export interface HandleContext {
  /** ISO instant. */
  readonly now: string;
  readonly newId: () => string;
}

export interface Handler<Loaded = unknown> {
  /** Unique; stands in dead letters, spans and metrics: `notifications.ticket`. */
  readonly name: string;
  readonly group: string;
  readonly types: readonly string[];
  /** Attempts before it is a dead letter. */
  readonly attempts: number;
  /** After a dead letter the actor's mailbox goes on with the next event, or waits for a person (M5). */
  readonly onDead: 'continue' | 'wait';
  /**
   * Reads what `handle` needs, for many events at once and in the handler's transaction: one or two set-based
   * queries, never one per event. It reads before any effect of these events is written: what `handle` has to know
   * of an earlier event of the same actor is in the event's own data, or is decided by a command to an actor.
   */
  readonly load?: (events: readonly LoggedEvent[], db: Queryable) => Promise<Loaded>;
  /** Pure. Throws to fail the event. */
  readonly handle: (event: LoggedEvent, loaded: Loaded, context: HandleContext) => readonly Effect[];
}

export interface Follower<Loaded = unknown> {
  readonly name: string;
  /** Types it wants; others only move its position. */
  readonly types: readonly string[];
  /** Start at the beginning of the log instead of its head when first seen. */
  readonly history: boolean;
  /** Tables that hold nothing but what it made of the log: they can be emptied and counted anew (`recount.ts`). */
  readonly keeps?: readonly string[];
  readonly load?: (events: readonly LoggedEvent[], db: Queryable) => Promise<Loaded>;
  readonly handle: (
    events: readonly LoggedEvent[],
    loaded: Loaded,
    context: HandleContext,
  ) => readonly Effect[];
}

/** Forgets what a handler loads, so that handlers of all kinds fit one registry. Sound: the engine hands it its own load. */
export function anyHandler<L>(handler: Handler<L>): Handler {
  return handler as unknown as Handler;
}

/** The same for followers. */
export function anyFollower<L>(follower: Follower<L>): Follower {
  return follower as unknown as Follower;
}
