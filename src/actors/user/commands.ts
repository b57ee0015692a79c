/** What can be asked of a user account. Hashes and tokens go through effects and never through an event. */
import type { Role } from '../../contracts/permissions.ts';
import type { Erase } from '../erased.ts';

/**
 * Sent by the technician or the customer whose account it is, with what changed there. Contacts follow where they were
 * the same before: an account may have its own.
 */
export interface Follow {
  readonly type: 'follow';
  readonly of: 'technician' | 'customer';
  readonly zone?: string;
  readonly email?: Change;
  readonly phone?: Change;
}

interface Change {
  readonly from: string | null;
  readonly to: string | null;
}

export type UserCommand =
  | {
      readonly type: 'create';
      readonly username: string;
      readonly name: string;
      readonly email: string | null;
      readonly phone: string | null;
      readonly role: Role;
      readonly zone: string | null;
      readonly customerId: string | null;
      readonly technicianId: string | null;
      readonly locale: 'id' | 'en';
      /** argon2id, made by the caller. */
      readonly passwordHash: string;
    }
  | {
      readonly type: 'edit';
      readonly fields: {
        readonly name?: string;
        readonly email?: string | null;
        readonly phone?: string | null;
        readonly locale?: 'id' | 'en';
      };
    }
  | { readonly type: 'change_role'; readonly role: Role; readonly zone: string | null }
  | Follow
  | {
      readonly type: 'change_password';
      readonly passwordHash: string /** Public ids of the sessions that end by it. */;
      readonly endedSessions: readonly string[];
    }
  /** The lockout after repeated wrong passwords (`until`), or by an administrator (`until` null). */
  | {
      readonly type: 'lock';
      readonly until: string | null;
      readonly reason: 'wrong_passwords' | 'administrator';
    }
  | { readonly type: 'unlock' }
  | { readonly type: 'deactivate' }
  | { readonly type: 'activate' }
  | { readonly type: 'delete' }
  | { readonly type: 'restore' }
  /** Username, name and contacts, for good. */
  | Erase
  | {
      readonly type: 'open_session';
      readonly sessionId: string;
      readonly publicId: string;
      readonly expiresAt: string;
      readonly userAgent: string | null;
      readonly address: string | null;
    }
  | {
      readonly type: 'revoke_session';
      readonly publicId: string;
      readonly reason: 'signed_out' | 'revoked' | 'password_changed';
    }
  | {
      readonly type: 'create_token';
      readonly tokenId: string;
      readonly name: string;
      readonly tokenHash: string;
      readonly scopes: readonly string[];
      readonly expiresAt: string | null;
    }
  | { readonly type: 'revoke_token'; readonly tokenId: string };
