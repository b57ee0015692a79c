// Asking one of the local servers: with a deadline, the answer checked against its schema,
// and every way it can go wrong turned into a sentence a person can act on. Never throws.

import type * as z from 'zod';
import { parseJson } from './http.ts';

export type Answer<T> =
  | { ok: true; value: T }
  | { ok: false; problem: { status: number; title: string; detail: string } };

export type Asker = <T>(
  schema: z.ZodType<T>,
  path: string,
  options?: { method?: string; body?: unknown },
) => Promise<Answer<T>>;

/** `name` stands in the sentences: "the local provider". */
export function createAsker(server: {
  name: string;
  baseUrl: string;
  token?: string;
  timeoutMs: number;
}): Asker {
  const failed = (status: number, title: string, detail: string) =>
    ({ ok: false, problem: { status, title, detail } }) as const;

  return async (schema, path, { method = 'GET', body } = {}) => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(path, server.baseUrl), {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(server.timeoutMs),
        headers: {
          accept: 'application/json',
          ...(server.token ? { authorization: `Bearer ${server.token}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError'
        ? failed(504, `${server.name} does not answer`, `No answer within ${server.timeoutMs} ms.`)
        : failed(
            503,
            `${server.name} is away`,
            'It is not running, or is being restarted. Try again shortly.',
          );
    }
    const value = parseJson(text);
    if (!response.ok) return { ok: false, problem: problemOf(server.name, response.status, value) };
    const read = schema.safeParse(value ?? null);
    if (read.success) return { ok: true, value: read.data };
    return failed(502, `${server.name} answered something else`, 'Its answer is not of the agreed form.');
  };
}

function problemOf(name: string, status: number, value: unknown) {
  const given: { title?: unknown; detail?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  return {
    status,
    title: typeof given.title === 'string' ? given.title : `${name} answered ${status}`,
    detail: typeof given.detail === 'string' ? given.detail : 'It gave no reason.',
  };
}
