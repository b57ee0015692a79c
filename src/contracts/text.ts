/**
 * Texts from outside: no NUL (Postgres refuses it in text and jsonb) and no lone surrogate (not encodable as
 * UTF-8), within a length. Refused here, so that nothing deeper has to.
 */
import * as z from 'zod/mini';

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

// The same for some hundred texts.
const noNul = z.refine<string>((value) => !value.includes('\u0000'), 'must not contain NUL characters');
const validUnicode = z.refine<string>((value) => !LONE_SURROGATE.test(value), 'must be valid Unicode');

export function text(minimum: number, maximum: number) {
  return z.string().check(z.minLength(minimum), z.maxLength(maximum), noNul, validUnicode);
}

/**
 * Words of somebody who would not hear of a refusal: what Postgres cannot keep is left out of them, and the rest is
 * taken.
 */
export const heardSchema = z.pipe(z.string(), z.transform(keepable));

function keepable(words: string): string {
  // With `u`, half of a pair is a surrogate, and a whole one is a character.
  return words.replace(/[\0\p{Surrogate}]/gu, '');
}

/** At most `longest` long, with a mark where something is missing; never with half an emoji at its end. */
export function shorten(words: string, longest: number): string {
  return words.length <= longest ? words : `${keepable(words.slice(0, longest - 1))}…`;
}

/** An id made by the application (uuid v7). */
export const idSchema = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));

/** An instant with an offset, between 2000 and 2100; normalised to UTC. */
export const instantSchema = z.pipe(
  z.iso.datetime({ offset: true }).check(
    z.refine((value) => {
      const year = new Date(value).getUTCFullYear();
      return year >= 2000 && year <= 2100;
    }, 'must be between 2000 and 2100'),
  ),
  z.transform((value) => new Date(value).toISOString()),
);

/** A day as the portal's time zone counts it: `2026-11-29`. */
export const daySchema = z.iso
  .date('must be a day such as 2026-11-29')
  .check(z.refine((day) => day >= '2000-01-01' && day < '2100-01-01', 'must be between 2000 and 2100'));

/** Whole days, both ends included: `2026-11-01..2026-11-29`. */
export const daySpanSchema = z.string().check(
  z.refine((span) => {
    const [from = '', to = '', ...more] = span.split('..');
    return more.length === 0 && from <= to && [from, to].every((day) => daySchema.safeParse(day).success);
  }, 'must be two days such as 2026-11-01..2026-11-29'),
);

export const zoneSchema = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'lower case letters, digits and hyphens'));

const SERIAL = /^[A-Z0-9][A-Z0-9./-]{3,63}$/;
const SERIAL_WORDS = 'must be 4 to 64 capitals, digits, dots, slashes, hyphens';

/** Of equipment, as it is kept with a customer. */
export const serialSchema = z.string().check(z.regex(SERIAL, SERIAL_WORDS));

/** The same as they are typed off stickers: one field of a form, so what is wrong is said of all. */
export const typedSerialsSchema = z.array(z.string().check(z.trim(), z.toUpperCase())).check(
  z.minLength(1),
  z.maxLength(20),
  z.refine((serials) => serials.every((serial) => SERIAL.test(serial)), SERIAL_WORDS),
);
