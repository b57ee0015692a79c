/** Parses what came with a schema, and turns what is wrong into field errors with paths. */
import type * as z from 'zod/mini';
import type { FieldError } from '../contracts/generic/errors.ts';
import { ApiProblem } from './problem.ts';

const MAX_ERRORS = 20;
const MAX_WORDS = 300;

/** @throws ApiProblem invalid_request; paths begin with `prefix` */
export function parseWith<S extends z.ZodMiniType>(schema: S, value: unknown, prefix = ''): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiProblem('invalid_request', {
    errors: parsed.error.issues.slice(0, MAX_ERRORS).map((issue) => toFieldError(issue, prefix)),
  });
}

function toFieldError(issue: z.core.$ZodIssue, prefix: string): FieldError {
  const path = [...(prefix ? [prefix] : []), ...issue.path.map(String)].join('.');
  return { path: path.slice(0, MAX_WORDS), message: issue.message.slice(0, MAX_WORDS) };
}

/** A parameter that came several times reads as one list; names are the route's to allow. */
export function flatQuery(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query))
    flat[name] = Array.isArray(value) ? value.join(',') : value;
  return flat;
}
