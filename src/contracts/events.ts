/**
 * THE registry of event types: what is in the log, who may receive it, and its schema version. AsyncAPI, the
 * docs' tables, webhooks' subscriptions and the types of every handler come from here.
 *
 * `schedule.*` belongs to the engine and is not for clients.
 */
import type * as z from 'zod/mini';
import { broadcastEvents, notificationEvents } from './events/notice.ts';
import { customerEvents, technicianEvents } from './events/people.ts';
import { ticketEvents } from './events/ticket.ts';
import { userEvents } from './events/user.ts';

export const events = {
  ...ticketEvents,
  ...userEvents,
  ...customerEvents,
  ...technicianEvents,
  ...notificationEvents,
  ...broadcastEvents,
} as const;

export type EventType = keyof typeof events;
export type EventData<T extends EventType> = z.infer<(typeof events)[T]['data']>;

export const eventTypes = Object.keys(events) as EventType[];

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(events, type);
}

/** Schema version of a type's data (L6). */
export function eventVersion(type: string): number {
  return isEventType(type) ? events[type].version : 1;
}

/** What the class `public` reads of an event's data. */
export function publicData(
  type: EventType,
  data: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const definition = events[type];
  if (!('publicKeys' in definition)) return data;
  const keys: readonly string[] = definition.publicKeys;
  return Object.fromEntries(Object.entries(data).filter(([key]) => keys.includes(key)));
}

/** All sessions and tokens of the account end by this event: every socket of the user is cut. */
export function endsAllSessions(type: string, data: Readonly<Record<string, unknown>>): boolean {
  return (
    type === 'user.deactivated' ||
    type === 'user.deleted' ||
    (type === 'user.locked' && data.reason === 'administrator')
  );
}
