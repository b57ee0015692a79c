/** What the parts of a mailbox group share. */
import type { ActorRegistry } from './actor-types.ts';
import type { Pool } from './database.ts';
import type { Handler } from './handler-types.ts';
import type { LoggedEvent } from './log.ts';
import type { Logger } from './logger.ts';
import type { RetryPolicy } from './retry.ts';
import type { Ringer } from './ring.ts';
import type { Upcast } from './upcasters.ts';

export interface MailboxTools {
  readonly group: string;
  readonly handlers: readonly Handler[];
  /** The handlers of the group that want an event type, in the order in which they run. */
  readonly handlersOf: (type: string) => readonly Handler[];
  readonly pool: Pool;
  readonly registry: ActorRegistry;
  readonly ringer: Ringer;
  readonly logger: Logger;
  readonly upcast: Upcast;
  readonly now: () => Date;
  readonly newId: () => string;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  readonly retry: RetryPolicy;
  /** Events of one mailbox in one transaction. */
  readonly maxEvents: number;
  /** Lets at most one careful run of the process in at a time. */
  readonly turn: Turn;
  readonly count: (what: keyof MailboxCounts, by?: number) => void;
}

export interface MailboxCounts {
  /** Events whose handlers are all done. */
  processed: number;
  /** Attempts of a handler that failed. */
  failed: number;
  /** Dead letters. */
  dead: number;
  /** Shared transactions. */
  shared: number;
  /** Mailboxes that ran alone. */
  solo: number;
  /** Mailboxes that ran alone, handler by handler, because their last run left no result. */
  careful: number;
  /** Doorbells that found their mailbox taken. */
  taken: number;
}

/** How a doorbell ends. A failure has been recorded in Postgres already. */
export type RunOutcome =
  | { readonly outcome: 'done' }
  /** There are more events than one run takes. */
  | { readonly outcome: 'more' }
  | { readonly outcome: 'unavailable' }
  | { readonly outcome: 'failed'; readonly failure: Failure; readonly retryInMs: number | null };

export interface Failure {
  readonly handler: string;
  readonly event: LoggedEvent;
  readonly error: unknown;
  readonly attempts: number;
}

export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** A queue of one: each piece of work starts when the one before has ended. */
export function createTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
