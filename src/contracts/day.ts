/**
 * Days as the people of a time zone count them, as `2026-03-02`: they sort as they follow. The same on both sides of the
 * API.
 */
/** Where nobody says otherwise; the setting `TIME_ZONE` does. */
export const DEFAULT_TIME_ZONE = 'Asia/Jakarta';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of an instant by the zone's wall clock. */
export function dayOf(instant: string, timeZone: string): string {
  const date = new Date(instant);
  if (isOwnZone(timeZone)) return localDay(date);
  let format = formats.get(timeZone);
  if (!format) {
    // Sweden writes dates the ISO way.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    formats.set(timeZone, format);
  }
  return format.format(date);
}

/** A process whose clock runs in the zone needs no tables of languages for its days: they are 6 MB of each process. */
function isOwnZone(timeZone: string): boolean {
  const { process } = globalThis as {
    process?: { readonly env: Readonly<Record<string, string | undefined>> };
  };
  return process?.env?.TZ === timeZone;
}

function localDay(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new RangeError('Invalid time value');
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
