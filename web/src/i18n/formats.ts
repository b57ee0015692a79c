/** Instants, spans of time, numbers and rupiah as the person's language writes them, in the portal's time zone. */
import { useIntl } from 'react-intl';
import { timeZone } from '../session/page-facts.ts';

export interface Formats {
  /** 24 Nov 2025, 18.55 */
  dateTime(iso: string): string;
  /** Today only the time; else day and time. */
  short(iso: string): string;
  date(iso: string): string;
  /** A day, `2026-11-29`: 29 Nov 2026. */
  day(day: string): string;
  /** Days from and to, `2026-11-01..2026-11-29`: 1–29 Nov 2026. */
  days(span: string): string;
  /** 29 Nov, for axes. */
  dayOfMonth(day: string): string;
  number(value: number): string;
  /** Of a share: 0.125 is 13 %. */
  percent(share: number): string;
  /** The same, with its sign. */
  change(share: number): string;
  rupiah(value: number): string;
  /** Of a file: 340 kB, 1.2 MB. */
  bytes(value: number): string;
  /** At most two units: 3 jam 20 mnt. */
  duration(ms: number): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const known = new Map<string, Formats>();

/** The same for everybody who asks in a language: a list has a cell of time in every row, and each is costly to make. */
export function useFormats(): Formats {
  const { locale } = useIntl();
  const tag = locale === 'en' ? 'en-GB' : 'id-ID';
  const formats = known.get(tag) ?? createFormats(tag);
  known.set(tag, formats);
  return formats;
}

function createFormats(tag: string): Formats {
  const zone = { timeZone: timeZone() };
  const instants = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(tag, options));
  const numbers = (options?: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat(tag, options));
  const dateTime = instants({ ...zone, dateStyle: 'medium', timeStyle: 'short' });
  const date = instants({ ...zone, dateStyle: 'medium' });
  // A day is no instant: it has no zone, and is read as UTC.
  const plainDate = instants({ timeZone: 'UTC', dateStyle: 'medium' });
  const time = instants({ ...zone, timeStyle: 'short' });
  const dayAndTime = instants({
    ...zone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const dayOfMonth = instants({ timeZone: 'UTC', day: 'numeric', month: 'short' });
  const number = numbers();
  const percent = numbers({ style: 'percent' });
  const change = numbers({ style: 'percent', signDisplay: 'exceptZero' });
  const rupiah = numbers({ style: 'currency', currency: 'IDR', maximumFractionDigits: 0 });
  const unit = (name: string, unitDisplay: 'short' | 'long' = 'short') =>
    numbers({ style: 'unit', unit: name, unitDisplay });
  const kilobytes = numbers({ style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  const megabytes = numbers({ style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
  // Short, Indonesian days are `hr`, which whoever knows English reads as hours.
  const whole = tag === 'id-ID' ? 'long' : 'short';
  const [days, hours, minutes] = [unit('day', whole), unit('hour', whole), unit('minute')];

  return {
    dateTime: (iso) => dateTime().format(new Date(iso)),
    short(iso) {
      const at = new Date(iso);
      const today = date().format(at) === date().format(new Date());
      return (today ? time : dayAndTime)().format(at);
    },
    date: (iso) => date().format(new Date(iso)),
    day: (day) => plainDate().format(new Date(day)),
    // Servers and browsers of other years set other spaces around the dash, and a page is taken over as it was rendered.
    days(span) {
      const [from = '', to = ''] = span.split('..');
      return plainDate()
        .formatRange(new Date(from), new Date(to))
        .replace(/\p{Zs}/gu, ' ');
    },
    dayOfMonth: (day) => dayOfMonth().format(new Date(day)),
    number: (value) => number().format(value),
    percent: (share) => percent().format(share),
    change: (share) => change().format(share),
    rupiah: (value) => rupiah().format(value),
    bytes: (value) =>
      value < 1_000_000
        ? kilobytes().format(Math.max(1, value / 1_000))
        : megabytes().format(value / 1_000_000),
    duration(ms) {
      const span = Math.abs(ms);
      if (span >= 2 * DAY_MS) return days().format(Math.floor(span / DAY_MS));
      if (span >= DAY_MS) return both(days(), 1, hours(), Math.floor((span % DAY_MS) / HOUR_MS));
      const restMinutes = Math.floor((span % HOUR_MS) / MINUTE_MS);
      if (span >= HOUR_MS) return both(hours(), Math.floor(span / HOUR_MS), minutes(), restMinutes);
      return minutes().format(restMinutes);
    },
  };
}

function both(large: Intl.NumberFormat, count: number, small: Intl.NumberFormat, rest: number): string {
  return rest === 0 ? large.format(count) : `${large.format(count)} ${small.format(rest)}`;
}

/** Made when it is first used. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
