/** When a snoozed ticket may come back, as wall-clock times of the portal (`datetime-local`): pure. */
const DAY_MS = 86_400_000;
const MORNING = 'T08:00';

export interface SnoozeTimes {
  readonly tomorrow: string;
  readonly monday: string;
}

export function snoozeTimes(local: string): SnoozeTimes {
  const today = Date.parse(`${local.slice(0, 10)}T00:00:00Z`);
  const dayAfter = (days: number) => new Date(today + days * DAY_MS).toISOString().slice(0, 10) + MORNING;
  const weekday = new Date(today).getUTCDay();
  return { tomorrow: dayAfter(1), monday: dayAfter(weekday === 0 ? 1 : 8 - weekday) };
}
