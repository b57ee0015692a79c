/** The wish of a receiver to be asked later (Retry-After), as a duration. */
const LONGEST_MS = 3_600_000;

/** Seconds; the date form is read too. Anything else is no wish. */
export function retryAfterMs(value: string | null): number {
  if (value === null) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(LONGEST_MS, Math.max(0, ms)) : 0;
}
