/** How full a technician's days are: counted by the technician, read by the API and the portal. */
import * as z from 'zod/mini';

const perDay = z.record(z.string(), z.int());

/** Tickets by day: `open` is still to be done, `done` was done on that day. Days without any are left out. */
export const loadSchema = z.object({ open: perDay, done: perDay });
export type Load = z.infer<typeof loadSchema>;

export const noLoad: Load = { open: {}, done: {} };

/** What counts against a day's maximum. Today carries what was left of the days before, and what was done today. */
export function bookedOn(load: Load, day: string, today: string): number {
  if (day > today) return load.open[day] ?? 0;
  const left = Object.entries(load.open).filter(([planned]) => planned <= today);
  return left.reduce((sum, [, count]) => sum + count, load.done[today] ?? 0);
}
