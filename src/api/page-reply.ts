/** What the operators' pages share: a page or JSON by Accept, and parameters that a form leaves empty. */
import * as z from 'zod/mini';
import type { Answer } from '../ops/ask.ts';
import { ApiProblem } from './problem.ts';
import type { AnyCall, Reply } from './route.ts';

/** What a page's form leaves empty counts as not given. */
export const optional = <T extends z.ZodMiniType>(schema: T) =>
  z.optional(
    z.union([
      z.pipe(
        z.literal(''),
        z.transform(() => undefined),
      ),
      schema,
    ]),
  );

export function wantsJson(call: AnyCall): boolean {
  const accept = call.header('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

export function html(text: string, status = 200): Reply {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, text };
}

/** A local server that is away is none of our errors, and not the client's: 503, or its own 404. */
export function json(answer: Answer<unknown>): Reply {
  if (answer.ok) return { status: 200, body: answer.value };
  const { status, title, detail } = answer.problem;
  if (status === 404) throw new ApiProblem('not_found', { detail });
  if (status === 400) throw new ApiProblem('invalid_request', { detail });
  if (status === 409) throw new ApiProblem('conflict', { detail });
  throw new ApiProblem('unavailable', { detail: `${title}. ${detail}`, headers: { 'Retry-After': '2' } });
}
