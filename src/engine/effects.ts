/**
 * Effects as data (M3): what a decision or a handler wants done in Postgres, in the same transaction as the event
 * or the cursor that caused it. Nothing here performs I/O; `write.ts` turns lists of effects into few statements.
 */
import type { ActorRef, By, Command } from './actor-types.ts';

/** A row of one table, in snake_case columns. `upsert` needs the conflict columns; `delete` matches by `key`. */
export type RowEffect =
  | { readonly effect: 'insert'; readonly table: string; readonly row: Row }
  | {
      readonly effect: 'upsert';
      readonly table: string;
      readonly row: Row;
      readonly conflict: readonly string[];
      /** Columns that are added to the stored number instead of replacing it (counters). */
      readonly add?: readonly string[];
    }
  | { readonly effect: 'update'; readonly table: string; readonly key: readonly string[]; readonly row: Row }
  | { readonly effect: 'delete'; readonly table: string; readonly row: Row };

/** A message to the outside world, as a ledger row (D1). Ids and template parameters only, never an address. */
export interface DeliveryEffect {
  readonly effect: 'delivery';
  readonly id: string;
  /** `in_app` only with `hold`: a notice that is told is an actor's. */
  readonly channel: 'in_app' | 'email' | 'whatsapp' | 'whatsapp_group' | 'webhook' | 'push';
  readonly recipient: ActorRef;
  readonly template: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What only the recipient may read, as `Secrets.seal` made it for this id; gone when the delivery ends. */
  readonly sealed?: string;
  readonly entity?: ActorRef;
  /** Whose event it tells, and its trace, where that is not what caused the effect: a follower takes many at once. */
  readonly about?: { readonly eventId: string; readonly trace: string | null };
  /** Ten when left out. */
  readonly maxAttempts?: number;
  /** 1 one-time codes, 2 critical, 3 normal, 4 bulk. */
  readonly priority: 1 | 2 | 3 | 4;
  readonly hold?: DeliveryHold;
}

/** A delivery that is not to be sent now, with the reason that stands in the ledger. */
export type DeliveryHold =
  /** Never. */
  | { readonly as: 'suppressed'; readonly reason: string }
  /** Waits for whoever gathers it into another message. */
  | { readonly as: 'gathered'; readonly reason: string }
  /** Not before an ISO instant. */
  | { readonly as: 'queued'; readonly reason: string; readonly until: string };

/** A durable timer (T1): at `dueAt` the command is sent to the actor. A timer of the same name is replaced. */
export interface TimerEffect {
  readonly effect: 'timer';
  readonly actor: ActorRef;
  readonly name: string;
  readonly dueAt: string;
  readonly command: Command;
}

export interface CancelTimerEffect {
  readonly effect: 'cancelTimer';
  readonly actor: ActorRef;
  readonly name: string;
}

/** A command to an actor, decided in the same transaction. A rejection of it is the handler's failure unless tolerated. */
export interface CommandEffect {
  readonly effect: 'command';
  readonly actor: ActorRef;
  readonly command: Command;
  /** A rejection means "no longer applies" and is dropped. */
  readonly tolerateRejection?: boolean;
  /**
   * Decided at once, as a part of the command that asks for it: where it is refused, that command is refused whole,
   * and nothing of it stays. For what a decision may only do if another actor agrees.
   */
  readonly together?: boolean;
  /** Other actors that its decision will ask: locked with it, in one order, so that no two of these wait crosswise. */
  readonly locks?: readonly ActorRef[];
  /** In whose name, where it is not the handler's own. */
  readonly by?: By;
  /** The row that keeps what came of it, in its columns `outcome` (`done` or `refused`), `code` and `detail`. */
  readonly result?: CommandResult;
}

export interface CommandResult {
  readonly table: string;
  readonly key: Row;
}

export type Row = Readonly<Record<string, unknown>>;
export type Effect = RowEffect | DeliveryEffect | TimerEffect | CancelTimerEffect | CommandEffect;
