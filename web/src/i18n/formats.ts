/** Instants, spans of time, numbers and rupiah as the person's language writes them, in the portal's time zone. */
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { timeZone } from '../session/page-facts.ts';

export interface Formats {
  /** 24 Nov 2025, 18.55 */
  dateTime(iso: string): string;
  /** Today only the time; else day and time. */
  short(iso: string): string;
  date(iso: string): string;
  number(value: number): string;
  rupiah(value: number): string;
  /** At most two units: 3 j 20 mnt. */
  duration(ms: number): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export function useFormats(): Formats {
  const { locale } = useIntl();
  return useMemo(() => createFormats(locale === 'en' ? 'en-GB' : 'id-ID'), [locale]);
}

function createFormats(tag: string): Formats {
  const zone = { timeZone: timeZone() };
  const dateTime = new Intl.DateTimeFormat(tag, { ...zone, dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(tag, { ...zone, dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(tag, { ...zone, timeStyle: 'short' });
  const dayAndTime = new Intl.DateTimeFormat(tag, {
    ...zone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const number = new Intl.NumberFormat(tag);
  const rupiah = new Intl.NumberFormat(tag, { style: 'currency', currency: 'IDR', maximumFractionDigits: 0 });
  const unit = (name: string) =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'short' });
  const [days, hours, minutes] = [unit('day'), unit('hour'), unit('minute')];

  return {
    dateTime: (iso) => dateTime.format(new Date(iso)),
    short(iso) {
      const at = new Date(iso);
      const today = date.format(at) === date.format(new Date());
      return (today ? time : dayAndTime).format(at);
    },
    date: (iso) => date.format(new Date(iso)),
    number: (value) => number.format(value),
    rupiah: (value) => rupiah.format(value),
    duration(ms) {
      const span = Math.abs(ms);
      if (span >= 2 * DAY_MS) return days.format(Math.floor(span / DAY_MS));
      if (span >= DAY_MS) return both(days, 1, hours, Math.floor((span % DAY_MS) / HOUR_MS));
      const restMinutes = Math.floor((span % HOUR_MS) / MINUTE_MS);
      if (span >= HOUR_MS) return both(hours, Math.floor(span / HOUR_MS), minutes, restMinutes);
      return minutes.format(restMinutes);
    },
  };
}

function both(large: Intl.NumberFormat, count: number, small: Intl.NumberFormat, rest: number): string {
  return rest === 0 ? large.format(count) : `${large.format(count)} ${small.format(rest)}`;
}
