/** To which status an account can go from which; the compiler proves the table total. */
import type { CustomerStatus } from './commands.ts';

export const customerTransitions: Readonly<Record<CustomerStatus, readonly CustomerStatus[]>> = {
  pending_installation: ['active', 'terminated'],
  active: ['suspended', 'terminated'],
  suspended: ['active', 'terminated'],
  terminated: [],
};
