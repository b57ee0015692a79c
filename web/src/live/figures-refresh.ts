/** Figures that are looked at are asked for anew when events come: once for all that come within a few seconds. */
import type { QueryClient } from '@tanstack/react-query';
import { figuresKey } from '../api/analytics.ts';

/** Longer than the follower takes to count them. */
const REST_MS = 4_000;

let waits = false;

export function refreshFigures(cache: QueryClient): void {
  if (waits) return;
  waits = true;
  setTimeout(() => {
    waits = false;
    void cache.invalidateQueries({ queryKey: figuresKey });
  }, REST_MS);
}
