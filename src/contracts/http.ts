/** What all of the HTTP API shares: pages of lists, query parameters, headers. */
import * as z from 'zod/mini';
import { text } from './text.ts';

/** A row of a list is in `data`; `page.next` is the cursor of the next page, null on the last. */
export function pageOf<T extends z.ZodMiniType>(row: T) {
  return z.object({
    data: z.array(row),
    page: z.object({ next: z.nullable(z.string()) }),
    /** Where the log stood before the rows were read (R2). */
    position: z.string(),
  });
}

/** How many rows a filter means. */
export const countSchema = z.object({
  total: z.int(),
  /** Where the log stood before the rows were counted (R2). */
  position: z.string(),
});

/**
 * How a query parameter is described where its schema takes the text of the address: a number as a number, a list
 * as a list.
 */
export const documentedAs = new WeakMap<object, Readonly<Record<string, unknown>>>();

function documented<S extends z.ZodMiniType>(schema: S, as: Readonly<Record<string, unknown>>): S {
  documentedAs.set(schema, as);
  return schema;
}

const digits = (maximum: number) =>
  z.pipe(
    z.string().check(
      z.regex(/^[1-9]\d{0,3}$/, `must be a whole number from 1 to ${maximum}`),
      z.refine((value) => Number(value) <= maximum, `must be a whole number from 1 to ${maximum}`),
    ),
    z.transform(Number),
  );

export const limitSchema = documented(z._default(digits(200), 50), {
  type: 'integer',
  minimum: 1,
  maximum: 200,
  default: 50,
});
export function offsetSchema(maximum: number) {
  const number = z.pipe(
    z.string().check(
      z.regex(/^\d{1,6}$/, `must be a whole number from 0 to ${maximum}`),
      z.refine((value) => Number(value) <= maximum, `must be a whole number from 0 to ${maximum}`),
    ),
    z.transform(Number),
  );
  return documented(z.optional(number), { type: 'integer', minimum: 0, maximum });
}
/** Opaque: what `page.next` said. */
export const cursorSchema = z.optional(z.string().check(z.minLength(1), z.maxLength(1_000)));
export const searchSchema = z.optional(text(1, 100));

/** Several values separated by commas, each one of the list. */
export function anyOf<const V extends readonly [string, ...string[]]>(values: V) {
  const list = z.optional(
    z.pipe(
      z.pipe(
        z.string().check(z.maxLength(500)),
        z.transform((value) => value.split(',')),
      ),
      z.array(z.enum(values)).check(z.maxLength(20)),
    ),
  );
  return documented(list, { type: 'array', items: { type: 'string', enum: values }, maxItems: 20 });
}

/** Several values separated by commas, each of the shape. */
export function listOf<S extends z.ZodMiniType<string, string>>(item: S, maximum: number) {
  const list = z.optional(
    z.pipe(
      z.pipe(
        z.string().check(z.maxLength(40 * maximum)),
        z.transform((value) => value.split(',')),
      ),
      z.array(item).check(z.maxLength(maximum)),
    ),
  );
  return documented(list, { type: 'array', items: { type: 'string' }, maxItems: maximum });
}

export const listQuery = { limit: limitSchema, cursor: cursorSchema };

export const idempotencyKeySchema = z.string().check(z.regex(/^[\x21-\x7e]{1,200}$/));
