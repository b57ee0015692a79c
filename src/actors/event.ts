/** Makes events and refusals whose types the compiler checks against the registry. */
import type { EventData, EventType } from '../contracts/events.ts';
import type { ErrorCode } from '../contracts/generic/errors.ts';
import type { NewEvent, Rejection } from '../engine/actor-types.ts';

export function event<T extends EventType>(
  type: T,
  data: EventData<T>,
  personal?: Readonly<Record<string, unknown>>,
): NewEvent {
  return personal ? { type, data, personal } : { type, data };
}

/** The data of an event whose type is known; sound because only `event` makes them. */
export function dataOf<T extends EventType>(_type: T, from: NewEvent): EventData<T> {
  return from.data as EventData<T>;
}

export function refuse(code: ErrorCode, detail?: string, allowed?: readonly string[]): Rejection {
  return {
    rejection: { code, ...(detail === undefined ? {} : { detail }), ...(allowed ? { allowed } : {}) },
  };
}

/** An event that its actor's `evolve` does not know: a mistake in the code, never bad input. */
export function unknownEvent(kind: string, type: string): never {
  throw new Error(`The ${kind} actor does not know the event ${JSON.stringify(type)}`);
}
