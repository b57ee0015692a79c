/**
 * Every handler and follower of the portal, and how old events are read. Adding one is a line here; which groups
 * an event rings follows from it.
 */
import { DEFAULT_TIME_ZONE } from '../contracts/day.ts';
import { anyFollower, anyHandler, type Follower, type Handler } from '../engine/handler-types.ts';
import type { UpcastTable } from '../engine/upcasters.ts';
import { activateCustomer } from './business/activate-customer.ts';
import { bulkSteps } from './business/bulk.ts';
import { customerWork } from './business/customer-work.ts';
import { dispatchIn } from './business/dispatch.ts';
import { lockout } from './business/lockout.ts';
import { providerReplies } from './business/provider-reply.ts';
import { providerReports } from './business/provider-report.ts';
import { settleDuplicates } from './business/settle-duplicates.ts';
import { slaSweep } from './business/sla-sweep.ts';
import { slaTimers } from './business/sla-timers.ts';
import { surveyOfRegistration } from './business/survey.ts';
import { technicianRating } from './business/technician-rating.ts';
import { analytics } from './followers/analytics.ts';
import { auditEntries } from './followers/audit.ts';
import { registrationFunnel } from './followers/registration-funnel.ts';
import { ticketCounts } from './followers/ticket-counts.ts';
import { webhookDeliveries } from './followers/webhooks.ts';
import { customerNotices } from './notifications/customer.ts';
import { digestNotices } from './notifications/digest.ts';
import { byOwners } from './notifications/doers.ts';
import { incidentNotices } from './notifications/incident.ts';
import { providerReplyNotices } from './notifications/provider-reply.ts';
import { registrationNotices } from './notifications/registration.ts';
import { summaryNotices } from './notifications/summary.ts';
import { techniciansNotices } from './notifications/technicians.ts';
import { ticketNotices } from './notifications/ticket.ts';
import { userNotices } from './notifications/user.ts';
import { webhookNotices } from './notifications/webhook.ts';
import { asWished } from './notifications/wishes.ts';

const everywhere: readonly Handler[] = [
  anyHandler(ticketNotices),
  anyHandler(userNotices),
  anyHandler(customerNotices),
  anyHandler(summaryNotices),
  anyHandler(techniciansNotices),
  anyHandler(incidentNotices),
  anyHandler(webhookNotices),
  anyHandler(digestNotices),
  anyHandler(registrationNotices),
  slaTimers,
  anyHandler(slaSweep),
  anyHandler(activateCustomer),
  anyHandler(settleDuplicates),
  anyHandler(customerWork),
  surveyOfRegistration,
  lockout,
  anyHandler(bulkSteps),
  anyHandler(providerReports),
  anyHandler(providerReplies),
  anyHandler(providerReplyNotices),
  technicianRating,
];

/** For whoever asks what handlers there are; processes run those of their zone. */
export const handlers: readonly Handler[] = allIn(DEFAULT_TIME_ZONE);

function allIn(zone: string): readonly Handler[] {
  return [...everywhere, anyHandler(dispatchIn(zone))];
}

/** As they run: whoever is told something is told as they wish. `zone`: in which days and people's hours are read. */
export function handlersIn(zone: string): readonly Handler[] {
  return allIn(zone).map((handler) =>
    handler.group === 'notifications' ? anyHandler(asWished(anyHandler(byOwners(handler)), zone)) : handler,
  );
}

export const followers: readonly Follower[] = [
  ticketCounts,
  auditEntries,
  anyFollower(analytics),
  anyFollower(registrationFunnel),
  anyFollower(webhookDeliveries),
];

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
