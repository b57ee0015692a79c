/**
 * Parts that a first screen does not show: they are fetched once the page is calm, so that the first press waits for
 * nothing and works without a connection as well.
 */

type Load = () => Promise<unknown>;

const CALM_AFTER_MS = 1_500;
/** For each, on a page that is never calm. */
const LONGEST_WAIT_MS = 500;

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
  setTimeout(fetchNext, CALM_AFTER_MS);
}

/** One at a time, when nothing else is to do: all at once they held up a press that came just then. */
function fetchNext(): void {
  const [load] = waiting;
  if (!load) return;
  waiting.delete(load);
  // What cannot be had now is asked for again by whoever needs it.
  void load().catch(() => undefined);
  if (typeof requestIdleCallback === 'function') requestIdleCallback(fetchNext, { timeout: LONGEST_WAIT_MS });
  // Safari has none.
  else setTimeout(fetchNext);
}
