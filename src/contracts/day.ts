/** Days of the portal's time zone, as `2026-03-02`: they sort as they follow. */
import * as z from 'zod/mini';

/** Where nobody says otherwise; the setting `TIME_ZONE` does. */
export const DEFAULT_TIME_ZONE = 'Asia/Jakarta';

export const daySchema = z.iso.date();

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of an instant by the zone's wall clock. */
export function dayOf(instant: string, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    // Sweden writes dates the ISO way.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    formats.set(timeZone, format);
  }
  return format.format(new Date(instant));
}
