/** What can be asked of a bulk job. */
import type { By } from '../../engine/actor-types.ts';
import type { SuspendReason } from '../customer/commands.ts';
import type { RegistrationCommand } from '../registration/commands.ts';
import type { TicketCommand } from '../ticket/commands.ts';

export type BulkTicketCommand = Extract<
  TicketCommand,
  { type: 'assign' | 'edit' | 'hold' | 'resume' | 'cancel' | 'reopen' | 'snooze' }
>;
export type BulkRegistrationCommand = Extract<RegistrationCommand, { type: 'verify' | 'approve' | 'reject' }>;
export type BulkCustomerCommand =
  /** The note becomes one of each customer's own. */
  | { readonly type: 'suspend'; readonly reason: SuspendReason; readonly note?: string }
  | { readonly type: 'reactivate' };

/** What a job gives to each of its items: complete, so that nothing is looked up again on the way. */
export type BulkItemCommand = BulkTicketCommand | BulkRegistrationCommand | BulkCustomerCommand;

export interface StartBulk {
  readonly type: 'start';
  readonly ownerId: string;
  /** Who stands in the items' events. */
  readonly onBehalf: By;
  readonly command: BulkItemCommand;
  /** Each once. Those that the owner may not see are refused from the beginning, as if they did not exist. */
  readonly items: readonly { readonly itemId: string; readonly visible: boolean }[];
}

export type BulkCommand =
  | StartBulk
  /** Sent by the handler with the commands of a step: the items before `to` have been tried. */
  | { readonly type: 'advance'; readonly from: number; readonly to: number }
  | { readonly type: 'cancel'; readonly why: 'asked' | 'rights' };
