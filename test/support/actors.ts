/** Given, when, then for actors: states are folds of their events, as the engine makes them. */
import type {
  ActorDefinition,
  ActorState,
  By,
  Command,
  Decision,
  NewEvent,
} from '../../src/engine/actor-types.ts';

export const someone: By = { kind: 'user', id: 'someone' };

export interface Given<S extends ActorState, C extends Command> {
  readonly state: S | undefined;
  readonly events: readonly NewEvent[];
  /** Decides without changing anything. */
  when(command: C, at?: string): Decision;
  /** Decides, and goes on with what came of it; a refusal fails the test. */
  and(command: C, at?: string): Given<S, C>;
}

export const START = '2026-03-02T02:00:00.000Z';

export function given<S extends ActorState, C extends Command>(
  actor: ActorDefinition<S, C>,
  state?: S,
  events: readonly NewEvent[] = [],
  clock = START,
): Given<S, C> {
  const decideAt = (command: C, now: string): Decision => {
    let made = 0;
    return actor.decide(state, command, { id: 'actor-1', now, by: someone, newId: () => `new-${++made}` });
  };
  return {
    state,
    events,
    when: (command, at = clock) => decideAt(command, at),
    and(command, at = clock) {
      const decision = decideAt(command, at);
      if ('rejection' in decision) {
        throw new Error(`${command.type} was refused: ${JSON.stringify(decision.rejection)}`);
      }
      const next = decision.events.reduce<S | undefined>(
        (before, event) => fold(actor, before, event, at),
        state,
      );
      return given(actor, next, [...events, ...decision.events], at);
    },
  };
}

/** One event as the engine folds it, sequence and version included. */
export function fold<S extends ActorState, C extends Command>(
  actor: ActorDefinition<S, C>,
  before: S | undefined,
  event: NewEvent,
  at: string,
): S {
  const evolved = actor.evolve(before, event, { id: 'actor-1', at, by: someone });
  return {
    ...evolved,
    seq: (before?.seq ?? 0) + 1,
    version: before ? before.version + (actor.raisesVersion(event.type) ? 1 : 0) : 1,
  };
}

export function later(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
}

export function eventTypesOf(decision: Decision): string[] {
  return 'rejection' in decision
    ? [`refused: ${decision.rejection.code}`]
    : decision.events.map(({ type }) => type);
}
