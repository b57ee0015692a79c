/**
 * What an actor is: a pure decision apart from all I/O (design, rule 2).
 *
 * `decide` turns a state and a command into events and effects, or into a rejection. `evolve` folds one event
 * into the state, so the state row is always the fold of the actor's events. Both are plain data in, plain data
 * out; time, identity and randomness come in as arguments.
 *
 * States are JSON-shaped: instants are ISO strings, numbers are safe integers. The engine stores a state in its
 * table by name (camelCase keys, snake_case columns).
 */
import type { Audience } from '../contracts/generic/audience.ts';
import type { ErrorCode, FieldError } from '../contracts/generic/errors.ts';
import type { Effect } from './effects.ts';

export interface ActorRef {
  readonly kind: string;
  readonly id: string;
}

/** Who caused something: a person, a token, a handler, a timer, a schedule. */
export interface By {
  readonly kind: 'user' | 'token' | 'handler' | 'timer' | 'schedule' | 'system';
  readonly id: string;
  /** Names the row that says where the request came from; not for clients. */
  readonly origin?: string;
}

export interface ActorState {
  readonly id: string;
  /** Sequence of the last event. */
  readonly seq: number;
  /** The version a person edits against (ETag); clocks, watchers and handlers do not raise it. */
  readonly version: number;
}

/** An event as `decide` makes it; the engine adds id, seq, audience, by, trace and time. */
export interface NewEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Personal data: `evolve` folds it into the state's row, the log never holds it (L6). */
  readonly personal?: Readonly<Record<string, unknown>>;
}

export interface Rejection {
  readonly rejection: {
    readonly code: ErrorCode;
    readonly detail?: string;
    readonly allowed?: readonly string[];
    /** What of the command is wrong or missing, by field. */
    readonly errors?: readonly FieldError[];
  };
}

export interface Decided {
  readonly events: readonly NewEvent[];
  readonly effects?: readonly Effect[];
}

export type Decision = Decided | Rejection;

export interface DecideContext {
  /** Id of the deciding actor, which a new one has before it has a state. */
  readonly id: string;
  /** ISO instant of the decision. */
  readonly now: string;
  readonly by: By;
  /** A fresh uuid v7 for things the decision makes. */
  readonly newId: () => string;
}

export interface EvolveMeta {
  readonly id: string;
  /** ISO instant of the event. */
  readonly at: string;
  readonly by: By;
}

export interface Command {
  readonly type: string;
}

export interface ActorDefinition<S extends ActorState, C extends Command> {
  readonly kind: string;
  /** The table whose rows are the states; primary key `id`. */
  readonly table: string;
  /** The state's own keys; columns of the table that are not among them belong to somebody else. */
  readonly columns: readonly (keyof S & string)[];
  /** Those of `columns` that hold an instant (timestamptz). */
  readonly instants: readonly (keyof S & string)[];
  readonly decide: (state: S | undefined, command: C, context: DecideContext) => Decision;
  /** `seq` and `version` are set by the engine afterwards; `at` is the event's instant. */
  readonly evolve: (state: S | undefined, event: NewEvent, meta: EvolveMeta) => S;
  /** Event types that raise the version a person edits against. */
  readonly raisesVersion: (type: string) => boolean;
  /** Who sees the event, from the state before and after it: those who lose sight by it included (R5). */
  readonly audience: (event: NewEvent, before: S | undefined, after: S) => Audience;
  /** Schema version of an event type's data (L6). */
  readonly eventVersion: (type: string) => number;
  /** Its personal data must not outlive the state that holds them: no before and after of a change is kept. */
  readonly forgets?: true;
}

/** A definition with its types forgotten, as the engine keeps it in a registry. */
export interface AnyActor {
  readonly kind: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly instants: readonly string[];
  decide(state: ActorState | undefined, command: Command, context: DecideContext): Decision;
  evolve(state: ActorState | undefined, event: NewEvent, meta: EvolveMeta): ActorState;
  raisesVersion(type: string): boolean;
  audience(event: NewEvent, before: ActorState | undefined, after: ActorState): Audience;
  eventVersion(type: string): number;
  readonly forgets?: true;
}

/** Every actor kind of the system, by kind. */
export type ActorRegistry = ReadonlyMap<string, AnyActor>;

/**
 * Forgets a definition's types. Sound because the engine hands an actor only states of its own table, and commands
 * that were addressed to its kind.
 */
export function anyActor<S extends ActorState, C extends Command>(
  definition: ActorDefinition<S, C>,
): AnyActor {
  return definition as unknown as AnyActor;
}

export function isRejection(decision: Decision): decision is Rejection {
  return 'rejection' in decision;
}
