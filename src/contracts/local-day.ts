/** Days as the people of a zone count them: `2026-11-29`. The same on both sides of the API. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day on which an instant falls in the zone. */
export function localDay(instant: string, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    // The one locale whose numeric date is the ISO date.
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  return format.format(new Date(instant));
}
