/** The state of a page in its address: read through a contract, whatever somebody pasted there. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type * as z from 'zod/mini';
import { readSearch, type SearchShape } from './search-text.ts';

/** Each parameter by itself; one that does not fit the contract is as if it were not there. */
export function useSearchOf<T extends z.ZodMiniObject<SearchShape>>(schema: T): Partial<z.infer<T>> {
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
