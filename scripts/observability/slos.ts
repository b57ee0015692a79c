/**
 * What is promised to people, as a share of events that keep it, over 30 days. One row gives recording rules, two
 * alerts, panels and a line of the overview.
 *
 * A share needs enough events to mean something: below `floorPerSecond` the missing ones count as good, so that one
 * failure in a quiet night wakes nobody.
 */
import { count, max, rate, within } from './promql.ts';

/** The windows that the burn-rate alerts look at, the shortest first. */
export const burnWindows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
export type BurnWindow = (typeof burnWindows)[number];

export interface Slo {
  readonly id: string;
  /** Name of both of its alerts, and of its runbook. */
  readonly alert: string;
  readonly title: string;
  readonly promise: string;
  /** The share that keeps the promise. */
  readonly objective: number;
  /** The share that does not, in a window. */
  readonly errors: (window: BurnWindow) => string;
  /** Uid of the dashboard to look at first. */
  readonly dashboard: string;
}

const SECONDS_ON_SCREEN = 2;
const SECONDS_TO_ACCEPT = 60;
const SECONDS_LATE = 60;

function share(bad: string, total: string, floorPerSecond: number): string {
  return `(${bad}) / clamp_min(${total}, ${floorPerSecond})`;
}

export const slos: readonly Slo[] = [
  {
    id: 'click_on_screen',
    alert: 'ClickNoticeLate',
    title: 'A click is on other screens in time',
    promise: `99 % of what clients were asked about had reached them within ${SECONDS_ON_SCREEN} s of its decision`,
    objective: 0.99,
    errors: (window) => {
      const received = count('eventAge', [], { at: 'received' }, window);
      const good = within('eventAge', SECONDS_ON_SCREEN, { at: 'received' }, window);
      // Who is connected and does not answer has not got it.
      const silent = rate('realtimeReceipts', [], { outcome: 'late' }, window);
      return share(`${received} - ${good} + ${silent}`, `${received} + ${silent}`, 0.02);
    },
    dashboard: 'trunkline-click',
  },
  {
    id: 'api_available',
    alert: 'ApiUnavailable',
    title: 'The API answers',
    promise: '99.9 % of requests are answered, whatever with, but not with 5xx',
    objective: 0.999,
    errors: (window) => {
      const failed = count('httpServerRequestDuration', [], { http_response_status_code: '~5..' }, window);
      return share(`${failed} or vector(0)`, count('httpServerRequestDuration', [], {}, window), 0.1);
    },
    dashboard: 'trunkline-overview',
  },
  {
    id: 'delivery_accepted',
    alert: 'DeliveriesNotAccepted',
    title: 'Messages are accepted in time',
    promise: `99 % of deliveries are accepted by their provider within ${SECONDS_TO_ACCEPT} s of their commit`,
    objective: 0.99,
    errors: (window) => {
      const accepted = count('deliveryAcceptedAge', [], {}, window);
      const good = within('deliveryAcceptedAge', SECONDS_TO_ACCEPT, {}, window);
      const lost = rate('deliveryAttempts', [], { outcome: '~failed|unknown' }, window);
      return share(`${accepted} - ${good} + ${lost}`, `${accepted} + ${lost}`, 0.02);
    },
    dashboard: 'trunkline-deliveries',
  },
  {
    id: 'cron_on_time',
    alert: 'CronLate',
    title: 'Schedules and timers are on time',
    promise: `99.5 % of the time no schedule and no timer is more than ${SECONDS_LATE} s late`,
    objective: 0.995,
    errors: (window) => `avg_over_time(slo:late:bool{slo="cron_on_time"}[${window}])`,
    dashboard: 'trunkline-queues',
  },
];

/** 1 while something is late, 0 while nothing is: a promise about time has no events to count. */
export const lateRule = {
  record: 'slo:late:bool',
  expr: `clamp_max((${max('scheduleLate')} > bool ${SECONDS_LATE}) + (${max('timerLate')} > bool ${SECONDS_LATE}), 1)`,
  labels: { slo: 'cron_on_time' },
};

/**
 * Multi-window, multi-burn-rate: Google, The Site Reliability Workbook, chapter 5, table 5-8
 * (https://sre.google/workbook/alerting-on-slos/). A factor of 14.4 spends 2 % of a month's budget in an hour, 6 spends
 * 5 % in six hours, 3 and 1 spend 10 % in one and three days. The short window, a twelfth of the long one, ends the
 * alert soon after its cause.
 */
export const burnRates = [
  { severity: 'page', factor: 14.4, long: '1h', short: '5m' },
  { severity: 'page', factor: 6, long: '6h', short: '30m' },
  { severity: 'ticket', factor: 3, long: '1d', short: '2h' },
  { severity: 'ticket', factor: 1, long: '3d', short: '6h' },
] as const satisfies readonly {
  severity: string;
  factor: number;
  long: BurnWindow;
  short: BurnWindow;
}[];
