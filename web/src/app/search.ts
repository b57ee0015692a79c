/** The state of a page in its address: read through a contract, whatever somebody pasted there. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type * as z from 'zod/mini';

type Shape = Readonly<Record<string, z.ZodMiniType>>;

/** Each parameter by itself; one that does not fit the contract is as if it were not there. */
export function useSearchOf<T extends z.ZodMiniObject<Shape>>(schema: T): Partial<z.infer<T>> {
  const raw = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  return useMemo(() => readSearch(schema, raw), [schema, raw]);
}

export function useSetSearch(): (change: Readonly<Record<string, unknown>>) => void {
  const navigate = useNavigate();
  return useCallback(
    (change) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, ...change }),
        replace: true,
      } as Parameters<typeof navigate>[0]),
    [navigate],
  );
}

function readSearch<T extends z.ZodMiniObject<Shape>>(
  schema: T,
  raw: Readonly<Record<string, unknown>>,
): Partial<z.infer<T>> {
  const shape: Shape = schema.shape;
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const field = shape[name];
    if (!field || value === undefined) continue;
    const parsed = field.safeParse(String(value));
    if (parsed.success) found[name] = parsed.data;
  }
  return found as Partial<z.infer<T>>;
}
