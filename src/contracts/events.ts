/**
 * THE registry of event types: what is in the log, who may receive it, and its schema version. AsyncAPI, the
 * docs' tables, webhooks' subscriptions and the types of every handler come from here.
 *
 * `schedule.*` belongs to the engine and is not for clients.
 */
import type * as z from 'zod/mini';
import { customerEvents } from './events/customer.ts';
import { bulkEvents, listSettingsEvents, viewEvents } from './events/desk.ts';
import { dispatchEvents, specializationEvents } from './events/dispatch.ts';
import { erasureEvents } from './events/erasure.ts';
import { incidentEvents } from './events/incident.ts';
import {
  broadcastEvents,
  digestEvents,
  noticePreferencesEvents,
  notificationEvents,
} from './events/notice.ts';
import { oneTimeCodeEvents } from './events/one-time-code.ts';
import { packageEvents } from './events/package.ts';
import { technicianEvents } from './events/people.ts';
import { providerReplyEvents } from './events/provider-reply.ts';
import { providerReportEvents } from './events/provider-report.ts';
import { pushEvents } from './events/push.ts';
import { registrationEvents } from './events/registration.ts';
import { roleEvents } from './events/role.ts';
import { templateEvents } from './events/template.ts';
import { ticketEvents } from './events/ticket.ts';
import { userEvents } from './events/user.ts';
import { webhookEvents } from './events/webhook.ts';
import { zoneGroupEvents } from './events/zone-group.ts';

export const events = {
  ...ticketEvents,
  ...userEvents,
  ...customerEvents,
  ...packageEvents,
  ...technicianEvents,
  ...specializationEvents,
  ...dispatchEvents,
  ...notificationEvents,
  ...noticePreferencesEvents,
  ...digestEvents,
  ...pushEvents,
  ...templateEvents,
  ...zoneGroupEvents,
  ...broadcastEvents,
  ...viewEvents,
  ...listSettingsEvents,
  ...bulkEvents,
  ...incidentEvents,
  ...webhookEvents,
  ...providerReportEvents,
  ...providerReplyEvents,
  ...roleEvents,
  ...oneTimeCodeEvents,
  ...registrationEvents,
  ...erasureEvents,
} as const;

export type EventType = keyof typeof events;
export type EventData<T extends EventType> = z.infer<(typeof events)[T]['data']>;

export const eventTypes = Object.keys(events) as EventType[];

/** What a webhook can want: all that staff sees, but what is about webhooks themselves. */
export const webhookEventTypes = eventTypes.filter(
  (type) => (events[type].classes as readonly string[]).includes('staff') && !type.startsWith('webhook.'),
) as [EventType, ...EventType[]];

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
    type === 'user.erased' ||
    (type === 'user.locked' && data.reason === 'administrator')
  );
}
