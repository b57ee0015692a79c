/** The time of day for what counts down: one timer for the whole page, a tick each 15 s. */
import { useMemo, useSyncExternalStore } from 'react';
import { renderedAtMs, useRendered } from './rendered.ts';

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** After a long time without listeners the first reading must not be old. */
function readNow(): number {
  if (Date.now() - now > TICK_MS) now = Date.now();
  return now;
}

export function useNow(): number {
  return useSyncExternalStore(subscribe, readNow, renderedAtMs);
}

/** The time of day at which `about` came to be what it is: a list asked for from then on stays the same list. */
export function useBeginning(about: unknown): number {
  const rendered = useRendered();
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  return useMemo(() => rendered?.nowMs ?? Date.now(), [about]);
}
