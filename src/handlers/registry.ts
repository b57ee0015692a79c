/**
 * Every handler and follower of the portal, and how old events are read. Adding one is a line here; which groups
 * an event rings follows from it.
 */
import { anyHandler, type Follower, type Handler } from '../engine/handler-types.ts';
import type { UpcastTable } from '../engine/upcasters.ts';
import { lockout } from './business/lockout.ts';
import { slaTimers } from './business/sla-timers.ts';
import { ticketCounts } from './followers/ticket-counts.ts';
import { summaryNotices } from './notifications/summary.ts';
import { ticketNotices } from './notifications/ticket.ts';
import { userNotices } from './notifications/user.ts';

export const handlers: readonly Handler[] = [
  anyHandler(ticketNotices),
  anyHandler(userNotices),
  anyHandler(summaryNotices),
  slaTimers,
  lockout,
];

export const followers: readonly Follower[] = [ticketCounts];

/** All events are of their first version so far. */
export const upcasters: UpcastTable = {};

const groups = new Map<string, string[]>();
for (const handler of handlers) {
  for (const type of handler.types) {
    const found = groups.get(type) ?? [];
    if (!found.includes(handler.group)) groups.set(type, [...found, handler.group]);
  }
}

/** The mailbox groups that have a handler for the type. */
export function groupsOf(type: string): readonly string[] {
  return groups.get(type) ?? [];
}
