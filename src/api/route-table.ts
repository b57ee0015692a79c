/** Every route of the API. Express, OpenAPI, 405 answers and the tests about rights come from this table. */
import type { Route } from './route.ts';
import { analyticsRoutes } from './routes/analytics.ts';
import { auditRoutes } from './routes/audit.ts';
import { broadcastRoutes } from './routes/broadcasts.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { bulkStartRoutes } from './routes/bulk-start.ts';
import { conditionRoutes } from './routes/condition.ts';
import { consoleRoutes } from './routes/console.ts';
import { customerCommandRoutes } from './routes/customer-commands.ts';
import { customerContactRoutes } from './routes/customer-contacts.ts';
import { customerRoutes } from './routes/customers.ts';
import { deadLetterRoutes } from './routes/dead-letters.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { dispatchRoutes } from './routes/dispatch.ts';
import { documentRoutes } from './routes/documents.ts';
import { healthRoutes } from './routes/health.ts';
import { hookRoutes } from './routes/hooks.ts';
import { journeyRoutes } from './routes/journeys.ts';
import { noticePreferencesRoutes } from './routes/notice-preferences.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { operationRoutes } from './routes/operations.ts';
import { opsPageRoutes } from './routes/ops-pages.ts';
import { packageRoutes } from './routes/packages.ts';
import { peopleRoutes } from './routes/people.ts';
import { publicRegistrationRoutes } from './routes/public-registrations.ts';
import { pushRoutes } from './routes/push.ts';
import { registrationRoutes } from './routes/registrations.ts';
import { replyRoutes } from './routes/replies.ts';
import { roleRoutes } from './routes/roles.ts';
import { runbookRoutes } from './routes/runbooks.ts';
import { sessionRoutes } from './routes/session.ts';
import { signInPageRoutes } from './routes/sign-in-page.ts';
import { staffRoutes } from './routes/staff.ts';
import { technicianSkillRoutes } from './routes/technician-skills.ts';
import { technicianRoutes } from './routes/technicians.ts';
import { templateRoutes } from './routes/templates.ts';
import { ticketAttachmentRoutes } from './routes/ticket-attachments.ts';
import { ticketCommandRoutes } from './routes/ticket-commands.ts';
import { ticketMergeRoutes } from './routes/ticket-merge.ts';
import { ticketRoutes } from './routes/tickets.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { tracePageRoutes } from './routes/trace-pages.ts';
import { userRoutes } from './routes/users.ts';
import { viewRoutes } from './routes/views.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { zoneGroupRoutes } from './routes/zone-groups.ts';

/** The busiest first: Express looks them through in order. */
export const routeTable: readonly Route[] = [
  ...ticketRoutes,
  ...ticketCommandRoutes,
  ...ticketMergeRoutes,
  ...ticketAttachmentRoutes,
  ...sessionRoutes,
  ...notificationRoutes,
  ...noticePreferencesRoutes,
  ...pushRoutes,
  ...deliveryRoutes,
  ...customerRoutes,
  ...customerCommandRoutes,
  ...customerContactRoutes,
  ...packageRoutes,
  ...registrationRoutes,
  ...publicRegistrationRoutes,
  ...technicianRoutes,
  ...technicianSkillRoutes,
  ...dispatchRoutes,
  ...peopleRoutes,
  ...staffRoutes,
  ...userRoutes,
  ...roleRoutes,
  ...tokenRoutes,
  ...viewRoutes,
  ...bulkStartRoutes,
  ...bulkRoutes,
  ...templateRoutes,
  ...zoneGroupRoutes,
  ...webhookRoutes,
  ...replyRoutes,
  ...hookRoutes,
  ...broadcastRoutes,
  ...operationRoutes,
  ...auditRoutes,
  ...analyticsRoutes,
  ...consoleRoutes,
  ...deadLetterRoutes,
  ...conditionRoutes,
  ...healthRoutes,
  ...opsPageRoutes,
  ...tracePageRoutes,
  ...journeyRoutes,
  ...runbookRoutes,
  ...signInPageRoutes,
  ...documentRoutes(() => routeTable),
];
