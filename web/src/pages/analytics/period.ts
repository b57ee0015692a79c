/** The period in the address: two days, or nothing for the last thirty. Pure. */
import { type Period, periodQuery } from '../../../../src/contracts/analytics.ts';
import { dayOf } from '../../../../src/contracts/day.ts';

export const periodSearch = periodQuery;

export const lastDays = ['7', '30', '90'] as const;
export type LastDays = (typeof lastDays)[number];

const DAY_MS = 86_400_000;

/** A day has no zone; read as UTC each has 24 hours. */
function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export function lastPeriod(days: LastDays, zone: string, now = new Date()): Period {
  const to = dayOf(now.toISOString(), zone);
  return { from: addDays(to, 1 - Number(days)), to };
}

/** Which of the usual ones it is. */
export function nameOf({ from, to }: Period, zone: string, now = new Date()): LastDays | undefined {
  return lastDays.find((days) => {
    const usual = lastPeriod(days, zone, now);
    return usual.from === from && usual.to === to;
  });
}

export function spanOf({ from, to }: Period): string {
  return `${from}..${to}`;
}
