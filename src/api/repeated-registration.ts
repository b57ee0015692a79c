/**
 * A registration that is sent twice because its answer was lost: the second answer is the first one.
 *
 * Its answer is a secret, which L5 would store. Instead the tracking token is made of the Idempotency-Key and the
 * body, with the portal's own key: whoever sends both again is given the same token, and of it only the hash is
 * kept, as of any. A key that could be guessed is none.
 */
import { hashSecret } from '../authority/credentials.ts';
import { trackingSecret } from '../authority/tracking.ts';
import { idempotencyKeySchema } from '../contracts/http.ts';
import type { Queryable } from '../engine/database.ts';
import type { Secrets } from '../engine/secrets.ts';
import { invalid } from './problem.ts';
import type { AnyCall } from './route.ts';

/** Of a uuid are 36. */
const LEAST_KEY = 16;

/** Undefined where the request cannot be recognised, because it has no key or one that is too short. */
export function repeatableToken(call: AnyCall, secrets: Secrets): string | undefined {
  const key = call.header('idempotency-key');
  if (key === undefined) return undefined;
  if (!idempotencyKeySchema.safeParse(key).success)
    throw invalid('Idempotency-Key', 'must be 1 to 200 visible ASCII characters');
  if (key.length < LEAST_KEY) return undefined;
  return trackingSecret(
    Buffer.from(secrets.mark('repeated registration', `${key}\n${call.bodyHash()}`), 'hex'),
  );
}

export interface Registered {
  readonly number: string;
  readonly token: string;
  readonly expiresAt: string;
}

/** What the request with this token was answered, within a day. Index: the primary key of the tokens. */
export async function readRegistered(db: Queryable, token: string): Promise<Registered | undefined> {
  const { rows } = await db.query<{ number: string; expires_at: Date }>({
    name: 'registered',
    text: `select r.number, t.expires_at from registration_tokens t
      join registrations r on r.id = t.registration_id
      where t.id = $1 and t.created_at > now() - interval '24 hours' and t.expires_at > now()`,
    values: [hashSecret(token)],
  });
  const found = rows[0];
  return found && { number: found.number, token, expiresAt: found.expires_at.toISOString() };
}
