/**
 * Parts that a first screen does not show: they are fetched once the page is calm, so that the first press waits for
 * nothing and works without a connection as well.
 */

type Load = () => Promise<unknown>;

const CALM_AFTER_MS = 1_500;

const waiting = new Set<Load>();
let wanted = false;

/** Once, when the page is calm: what is fetched for everybody, since it may be needed when nothing can be fetched. */
export function fetchWhenCalm(load: Load): void {
  setTimeout(() => void load().catch(() => undefined), CALM_AFTER_MS);
}

/** From now on: what is known by then, and what becomes known. Those who use little of the portal fetch on demand. */
export function loadLaterParts(): void {
  wanted = true;
  schedule();
}

/** The same loader again, known to be fetched in time. */
export function later<T extends Load>(load: T): T {
  waiting.add(load);
  if (wanted && waiting.size === 1) schedule();
  return load;
}

function schedule(): void {
  setTimeout(() => {
    // What cannot be had now is asked for again by whoever needs it.
    for (const load of waiting) void load().catch(() => undefined);
    waiting.clear();
  }, CALM_AFTER_MS);
}
