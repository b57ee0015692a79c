/** What can be asked of a registration. Ids, numbers and hashes that a decision needs stand in the command. */
import type { Address } from '../../contracts/address.ts';
import type { visitSlots } from '../../contracts/registrations.ts';
import type { Erase } from '../erased.ts';

export type VisitSlot = (typeof visitSlots)[number];

/** A look at the registration without signing in; of the token only its hash is ever written. */
export interface TrackingGrant {
  readonly tokenHash: string;
  readonly publicId: string;
  readonly expiresAt: string;
}

export interface NewTicket {
  readonly id: string;
  readonly number: string;
}

/** The first password of the portal account, sealed for one delivery. */
export interface SealedPassword {
  readonly deliveryId: string;
  readonly channel: 'email' | 'whatsapp';
  readonly sealed: string;
}

export interface SubmitRegistration {
  readonly type: 'submit';
  readonly number: string;
  readonly name: string;
  /** E.164, proven by a code in the same commit. */
  readonly phone: string;
  readonly email: string | null;
  readonly address: Address;
  readonly packageId: string;
  readonly preferredDate: string;
  readonly preferredSlot: VisitSlot;
  readonly locale: 'id' | 'en';
  readonly tracking: TrackingGrant;
}

export interface CreateCustomerOfRegistration {
  readonly type: 'create_customer';
  readonly customer: { readonly id: string; readonly code: string };
  readonly user: { readonly id: string; readonly username: string; readonly passwordHash: string };
  readonly ticket: NewTicket;
  readonly scheduledAt: string | null;
  readonly passwords: readonly SealedPassword[];
}

export type RegistrationCommand =
  | SubmitRegistration
  | { readonly type: 'verify'; readonly zone: string }
  | {
      readonly type: 'schedule_survey';
      readonly scheduledAt: string;
      readonly ticket: NewTicket;
      /** The cancelled ticket of the survey before, null for the first: one that came meanwhile is not replaced. */
      readonly replaces: string | null;
    }
  /** Its ticket moves with it, where `overbook` says whether a day may be one too many. */
  | { readonly type: 'move_survey'; readonly scheduledAt: string; readonly overbook: boolean }
  /** Sent by a handler: the ticket was moved. One that is not the survey's any more changes nothing. */
  | { readonly type: 'follow_survey'; readonly scheduledAt: string; readonly ticketId: string }
  | {
      readonly type: 'record_survey';
      readonly feasible: boolean;
      readonly note: string | null;
      /** The ticket that was completed; left out when a person knows the result from elsewhere. */
      readonly ticketId?: string;
    }
  | { readonly type: 'approve'; readonly waiveSurvey: boolean }
  | CreateCustomerOfRegistration
  | { readonly type: 'reject'; readonly reason: string }
  | { readonly type: 'cancel' }
  | { readonly type: 'open_tracking'; readonly tracking: TrackingGrant }
  /** Name, contacts and address, for good. */
  | Erase;
