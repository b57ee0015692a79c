/** How often strangers may ask something of the public registration routes. */
import type { Redis } from 'ioredis';
import { codeLimits } from '../contracts/codes.ts';
import { createStrictLimit, type StrictLimit } from './strict-limit.ts';

const HOUR_SECONDS = 3_600;
/** Messages that one address can have sent: each costs money, and annoys somebody when it is not theirs. */
const CODES_PER_ADDRESS = 30;
/** The same for one phone, or one number that is tracked, from wherever it is asked. */
const CODES_PER_SUBJECT = 6;
/** Submissions and guesses of one address. A code bears five guesses anyway. */
const GUESSES_PER_ADDRESS = 120;
/** Readings of form and tracking page. */
const READS_PER_ADDRESS = 3_000;

export interface RegistrationLimits {
  readonly codesPerAddress: StrictLimit;
  readonly codesPerSubject: StrictLimit;
  /** Whether a number was asked for within the pause between two codes: nothing is sent then, known or not. */
  readonly trackingPause: StrictLimit;
  readonly guessesPerAddress: StrictLimit;
  readonly readsPerAddress: StrictLimit;
}

export function createRegistrationLimits(redis: Redis | undefined): RegistrationLimits {
  const limit = (name: string, points: number, windowSeconds = HOUR_SECONDS): StrictLimit =>
    createStrictLimit({ name: `registration:${name}`, points, windowSeconds, redis });
  return {
    codesPerAddress: limit('codes:address', CODES_PER_ADDRESS),
    codesPerSubject: limit('codes:subject', CODES_PER_SUBJECT),
    trackingPause: limit('tracking:pause', 1, codeLimits.pauseMs / 1_000),
    guessesPerAddress: limit('guesses:address', GUESSES_PER_ADDRESS),
    readsPerAddress: limit('reads:address', READS_PER_ADDRESS),
  };
}
