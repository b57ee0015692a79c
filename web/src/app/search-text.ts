/**
 * Search parameters between address and page: plain text, readable, shareable. Pure.
 *
 * Lists are separated by commas, whose place in the address is left to be read. What does not fit a page's contract is
 * as if it were not there.
 */
import type * as z from 'zod/mini';

export type SearchShape = Readonly<Record<string, z.ZodMiniType>>;

export function parseSearch(text: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))
      parameters.set(name, String(value));
  }
  const text = parameters.toString().replaceAll('%2C', ',');
  return text ? `?${text}` : '';
}

/** Each parameter by itself. */
export function readSearch<T extends z.ZodMiniObject<SearchShape>>(
  schema: T,
  raw: Readonly<Record<string, unknown>>,
): Partial<z.infer<T>> {
  const shape: SearchShape = schema.shape;
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const field = shape[name];
    if (!field || value === undefined) continue;
    const parsed = field.safeParse(String(value));
    if (parsed.success) found[name] = parsed.data;
  }
  return found as Partial<z.infer<T>>;
}
