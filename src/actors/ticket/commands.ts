/** What can be asked of a ticket. Everything a decision needs from elsewhere stands in the command. */
import type { FileType } from '../../contracts/attachments.ts';
import type { Score } from '../../contracts/dispatch.ts';
import type { PackageChange, TicketPriority, TicketType } from '../../contracts/tickets.ts';

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
  /** The registration whose survey or installation it is. */
  readonly registrationId?: string;
  readonly scheduledAt: string | null;
  /** Of an upgrade or downgrade. */
  readonly packageChange?: PackageChange;
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
    readonly packageChange?: PackageChange;
  };
  readonly overbook?: boolean;
}

export type TicketCommand =
  | CreateTicket
  | EditTicket
  | {
      readonly type: 'assign';
      readonly team: readonly TeamMember[];
      readonly scheduledAt?: string;
      /** A person said that a day may be one too many. */
      readonly overbook?: boolean;
    }
  | {
      readonly type: 'claim';
      readonly member: TeamMember;
      /** The claimer's own zone. */
      readonly zone: string;
      readonly overbook?: boolean;
    }
  /** Sent by a handler for each candidate, best first: the first one who has a place gets it, the others are refused. */
  | {
      readonly type: 'auto_assign';
      readonly member: TeamMember;
      /** The specialization that the ticket needs. */
      readonly requires: string | null;
      readonly score: Score;
    }
  | { readonly type: 'start'; readonly guard?: RowGuard }
  | { readonly type: 'hold'; readonly reason: string; readonly guard?: RowGuard }
  | { readonly type: 'resume'; readonly guard?: RowGuard }
  | {
      readonly type: 'complete';
      readonly resolution: string;
      readonly equipmentSerials?: readonly string[];
      readonly signalDbm?: number;
      readonly survey?: { readonly feasible: boolean; readonly note: string | null };
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
  /** Its bytes are stored already, under this id. */
  | {
      readonly type: 'attach';
      readonly attachmentId: string;
      readonly name: string;
      readonly fileType: FileType;
      readonly bytes: number;
      readonly sha256: string;
      readonly internal: boolean;
      /** The account that sent it. */
      readonly uploadedBy: string;
      readonly guard?: RowGuard;
    }
  | {
      readonly type: 'remove_attachment';
      readonly attachmentId: string;
      /** The account that may remove only what it sent. */
      readonly onlyOf?: string;
      readonly guard?: RowGuard;
    }
  /** A duplicate closes; what is said of the survivor never changes, so nothing of it has to be locked first. */
  | {
      readonly type: 'merge';
      readonly into: { readonly id: string; readonly number: string; readonly customerId: string | null };
      /** Said on purpose: the customer of the duplicate does not see the survivor. */
      readonly otherCustomer: boolean;
    }
  /** To the survivor, in the same commit as the duplicate's `merge`. */
  | {
      readonly type: 'absorb';
      readonly duplicate: {
        readonly id: string;
        readonly number: string;
        readonly customerId: string | null;
      };
    }
  /** To a duplicate, when the survivor is completed and the duplicate's customer does not see it. */
  | { readonly type: 'settle'; readonly survivorId: string }
  | { readonly type: 'snooze'; readonly until: string }
  | { readonly type: 'unsnooze' }
  /** Sent by a timer; `until` names the snooze it belongs to, so a timer of an older one changes nothing. */
  | { readonly type: 'wake'; readonly until: string }
  | {
      readonly type: 'rate';
      readonly rating: number;
      readonly feedback: string | null;
      readonly guard?: RowGuard;
    }
  /** Sent by timers; `startedAt` names the clock they belong to, so a timer of an older clock changes nothing. */
  | { readonly type: 'sla_warn'; readonly startedAt: string }
  | { readonly type: 'sla_breach'; readonly startedAt: string }
  | { readonly type: 'escalate'; readonly startedAt: string };
