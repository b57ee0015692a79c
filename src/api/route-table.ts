/** Every route of the API. Express, OpenAPI, 405 answers and the tests about rights come from this table. */
import type { Route } from './route.ts';
import { broadcastRoutes } from './routes/broadcasts.ts';
import { customerRoutes } from './routes/customers.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { documentRoutes } from './routes/documents.ts';
import { healthRoutes } from './routes/health.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { operationRoutes } from './routes/operations.ts';
import { opsPageRoutes } from './routes/ops-pages.ts';
import { sessionRoutes } from './routes/session.ts';
import { signInPageRoutes } from './routes/sign-in-page.ts';
import { technicianRoutes } from './routes/technicians.ts';
import { ticketCommandRoutes } from './routes/ticket-commands.ts';
import { ticketRoutes } from './routes/tickets.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { userRoutes } from './routes/users.ts';

/** The busiest first: Express looks them through in order. */
export const routeTable: readonly Route[] = [
  ...ticketRoutes,
  ...ticketCommandRoutes,
  ...sessionRoutes,
  ...notificationRoutes,
  ...deliveryRoutes,
  ...customerRoutes,
  ...technicianRoutes,
  ...userRoutes,
  ...tokenRoutes,
  ...broadcastRoutes,
  ...operationRoutes,
  ...healthRoutes,
  ...opsPageRoutes,
  ...signInPageRoutes,
  ...documentRoutes(() => routeTable),
];
