/** What can be asked of a ticket. Everything a decision needs from elsewhere stands in the command. */
import type { TicketPriority, TicketType } from '../../contracts/tickets.ts';

/**
 * The row a person acts for, checked under the lock: a technician only on tickets of their team, a customer only
 * on their own. Left out for those who may act on every ticket, and for handlers and timers.
 */
export interface RowGuard {
  readonly technicianId?: string;
  readonly customerId?: string;
}

export interface TeamMember {
  readonly technicianId: string;
  /** The technician's portal account, for rooms and notices. */
  readonly userId: string | null;
  readonly lead: boolean;
}

export interface CreateTicket {
  readonly type: 'create';
  readonly number: string;
  readonly ticketType: TicketType;
  readonly priority: TicketPriority;
  readonly title: string;
  readonly description: string | null;
  readonly category: string | null;
  /** The customer's zone when none was given. */
  readonly zone: string | null;
  readonly customerId: string | null;
  readonly scheduledAt: string | null;
}

export interface EditTicket {
  readonly type: 'edit';
  readonly fields: {
    readonly title?: string;
    readonly description?: string | null;
    readonly priority?: TicketPriority;
    readonly category?: string | null;
    readonly zone?: string | null;
    readonly scheduledAt?: string | null;
  };
}

export type TicketCommand =
  | CreateTicket
  | EditTicket
  | { readonly type: 'assign'; readonly team: readonly TeamMember[]; readonly scheduledAt?: string }
  | {
      readonly type: 'claim';
      readonly member: TeamMember /** The claimer's own zone. */;
      readonly zone: string;
    }
  | { readonly type: 'start'; readonly guard?: RowGuard }
  | { readonly type: 'hold'; readonly reason: string; readonly guard?: RowGuard }
  | { readonly type: 'resume'; readonly guard?: RowGuard }
  | {
      readonly type: 'complete';
      readonly resolution: string;
      readonly equipmentSerials?: readonly string[];
      readonly signalDbm?: number;
      readonly photoUrl?: string;
      readonly guard?: RowGuard;
    }
  | { readonly type: 'cancel'; readonly reason: string; readonly guard?: RowGuard }
  | { readonly type: 'reopen'; readonly reason: string; readonly guard?: RowGuard }
  | {
      readonly type: 'comment';
      readonly commentId: string;
      readonly text: string;
      readonly internal: boolean;
      readonly guard?: RowGuard;
    }
  /** Sent by timers; `startedAt` names the clock they belong to, so a timer of an older clock changes nothing. */
  | { readonly type: 'sla_warn'; readonly startedAt: string }
  | { readonly type: 'sla_breach'; readonly startedAt: string };
