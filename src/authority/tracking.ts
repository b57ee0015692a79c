/**
 * Applicants who track their registration: known by a token that was given for a one-time code, and allowed one room,
 * that of their number. They have no account and no permission.
 */
import { rooms } from '../contracts/rooms.ts';
import type { Queryable } from '../engine/database.ts';
import { hashSecret } from './credentials.ts';
import type { Viewer } from './viewer.ts';

const TRACKING = /^tr_[A-Za-z0-9_-]{43}$/;

/** `random` is 32 random bytes. */
export function trackingSecret(random: Buffer): string {
  return `tr_${random.toString('base64url')}`;
}

export function isTrackingSecret(bearer: string): boolean {
  return TRACKING.test(bearer);
}

export interface Tracking {
  readonly registrationId: string;
  readonly number: string;
  /** By which the token is known without being it. */
  readonly publicId: string;
  readonly expiresAt: Date;
}

/** Undefined for what is no token, or one that has expired. Index: the primary key. */
export async function readTracking(db: Queryable, token: string): Promise<Tracking | undefined> {
  if (!isTrackingSecret(token)) return undefined;
  const { rows } = await db.query<Tracking>({
    name: 'read_tracking',
    text: `select t.registration_id as "registrationId", r.number, t.public_id as "publicId",
        t.expires_at as "expiresAt"
      from registration_tokens t join registrations r on r.id = t.registration_id
      where t.id = $1 and t.expires_at > now()`,
    values: [hashSecret(token)],
  });
  return rows[0];
}

/** Who a tracking token is to realtime: somebody of the public in exactly one room. */
export function trackingViewer({ registrationId, number, publicId, expiresAt }: Tracking): RealtimeTracker {
  return {
    userId: `registration:${registrationId}`,
    sessionId: publicId,
    class: 'public',
    role: 'applicant',
    rooms: [rooms.registrationPublic(number)],
    permissions: new Set(),
    technicianId: null,
    customerId: null,
    zone: null,
    rightsVersion: 1,
    rightsChangedOffset: 0,
    expiresAt: expiresAt.toISOString(),
  };
}

type RealtimeTracker = Omit<Viewer, 'role' | 'credential' | 'username' | 'name' | 'locale'> & {
  readonly role: 'applicant';
};
