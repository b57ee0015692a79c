/**
 * Effects as data (M3): what a decision or a handler wants done in Postgres, in the same transaction as the event
 * or the cursor that caused it. Nothing here performs I/O; `write.ts` turns lists of effects into few statements.
 */
import type { ActorRef, Command } from './actor-types.ts';

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
  readonly channel: 'email' | 'whatsapp' | 'whatsapp_group';
  readonly recipient: ActorRef;
  readonly template: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly entity?: ActorRef;
  /** 1 one-time codes, 2 critical, 3 normal, 4 bulk. */
  readonly priority: 1 | 2 | 3 | 4;
}

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
}

export type Row = Readonly<Record<string, unknown>>;
export type Effect = RowEffect | DeliveryEffect | TimerEffect | CancelTimerEffect | CommandEffect;
