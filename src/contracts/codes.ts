/** One-time codes: their limits, shared by actor, API, portal and tests. */
import * as z from 'zod/mini';

export const codeLimits = {
  digits: 6,
  /** How long a code is good for. */
  lifeMs: 5 * 60_000,
  /** Wrong guesses after which a code is good for nothing. */
  tries: 5,
  /** At most one code in this time for one purpose and phone. */
  pauseMs: 60_000,
} as const;

/** What a code was asked for; a code of one purpose is worth nothing for another. */
export const codePurposes = ['registration_submit', 'registration_track', 'customer_phone'] as const;
export type CodePurpose = (typeof codePurposes)[number];

/** What a code's asker is told, whoever they are. */
export const codeSentSchema = z.object({ againInSeconds: z.int(), goodForSeconds: z.int() });

export const codeSchema = z.string().check(z.regex(/^[0-9]{6}$/, 'must be six digits'));
