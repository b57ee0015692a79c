/** Between instants and what a `datetime-local` field holds: the portal's wall clock, wherever the browser is. */
import { timeZone } from '../session/page-facts.ts';

export function toLocal(iso: string | null): string {
  return iso === null ? '' : wallClock(new Date(iso));
}

/** Undefined for what is no time; the contract says so then. */
export function fromLocal(local: string): string {
  const asUtc = new Date(`${local}:00Z`);
  if (Number.isNaN(asUtc.getTime())) return local;
  // The offset at about that time; a second look settles the hours around a change of the clocks.
  let at = asUtc;
  for (let look = 0; look < 2; look += 1) {
    const shown = new Date(`${wallClock(at)}:00Z`);
    // Beyond the year 9999 there is no such text.
    if (Number.isNaN(shown.getTime())) return local;
    at = new Date(at.getTime() + asUtc.getTime() - shown.getTime());
  }
  return at.toISOString();
}

function wallClock(at: Date): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timeZone(),
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);
  return parts.replace(' ', 'T');
}
