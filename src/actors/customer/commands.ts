/** What can be asked of a customer in this release: contacts, zone and status. */
import type { customerStatuses } from '../../contracts/customers.ts';

export type CustomerStatus = (typeof customerStatuses)[number];

export type CustomerCommand =
  | {
      readonly type: 'create';
      readonly code: string;
      readonly name: string;
      readonly email: string | null;
      readonly phone: string | null;
      readonly zone: string;
      readonly status: CustomerStatus;
      readonly userId: string | null;
    }
  | {
      readonly type: 'edit';
      readonly fields: {
        readonly name?: string;
        readonly email?: string | null;
        readonly phone?: string | null;
        readonly zone?: string;
      };
    }
  | { readonly type: 'change_status'; readonly status: CustomerStatus }
  | { readonly type: 'link_user'; readonly userId: string };
