/** The one cache of what was read. Live events keep it current (`live/`), so nothing is polled. */
import { QueryClient } from '@tanstack/react-query';
import { isTransient, ProblemError } from './problem-error.ts';

const TRIES = 4;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: 'always',
      retry: (failures, error) => isTransient(error) && failures < TRIES,
      retryDelay: (failures, error) =>
        (error instanceof ProblemError ? error.retryAfterMs : undefined) ??
        Math.min(400 * 2 ** failures, 5_000) * (0.75 + Math.random() / 2),
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
