/**
 * Reading old events (L6): each step turns the data of one version of an event type into that of the next, so
 * handlers and followers know the newest only.
 */
import type { LoggedEvent } from './log.ts';

type Data = Readonly<Record<string, unknown>>;

/** By event type, the steps: the one at index 0 turns version 1 into version 2. */
export type UpcastTable = Readonly<Record<string, readonly ((data: Data) => Data)[]>>;

export type Upcast = (event: LoggedEvent) => LoggedEvent;

/** The events of types that are not in the table, or are of the newest version, come back as they are. */
export function createUpcasters(table: UpcastTable): Upcast {
  return (event) => {
    const steps = table[event.type];
    if (!steps || event.version > steps.length) return event;
    const data = steps.slice(event.version - 1).reduce((older, step) => step(older), event.data);
    return { ...event, data, version: steps.length + 1 };
  };
}
