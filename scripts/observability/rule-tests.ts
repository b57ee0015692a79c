/**
 * What `promtool test rules` plays: each alert fires on the series that should make it fire and not on those that should
 * not. Burn rates are played on counters, so that the recording rules below them are tested as well.
 */

import { causes, type Series } from './causes.ts';
import { select } from './promql.ts';
import { type AlertRule, causeAnnotations, sloRules } from './rules.ts';

interface RuleTest {
  readonly name: string;
  readonly external_labels: { readonly portal: string };
  readonly interval: string;
  readonly input_series: readonly Series[];
  readonly alert_rule_test: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly {
      readonly exp_labels: Readonly<Record<string, string>>;
      readonly exp_annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

const external_labels = { portal: 'https://portal.example' };

/** Causes are looked at as often as Prometheus does. */
export function causesTested() {
  return { rule_files: ['../causes.yaml'], evaluation_interval: '15s', tests: causes.flatMap(causeTests) };
}

/** Promises are about hours and days: looked at less often, so that they are played in seconds. */
export function promisesTested() {
  return { rule_files: ['../slo.yaml'], evaluation_interval: '1m', tests: burnTests() };
}

function causeTests(cause: (typeof causes)[number]): RuleTest[] {
  const labels = cause.fires.labels ?? {};
  const at = cause.alert === 'ProcessRestarting' ? '6m' : '9m';
  const test = (name: string, series: readonly Series[], fires: boolean): RuleTest => ({
    name: `${cause.alert} ${name}`,
    interval: '15s',
    external_labels,
    input_series: series,
    alert_rule_test: [
      {
        eval_time: at,
        alertname: cause.alert,
        exp_alerts: fires
          ? [
              {
                exp_labels: { severity: cause.severity, ...labels },
                exp_annotations: filled(causeAnnotations(cause), labels),
              },
            ]
          : [],
      },
    ],
  });
  return [test('fires', lasting(cause.fires.given), true), test('stays quiet', lasting(cause.quiet), false)];
}

/** Series go on as they end, to the moment at which the test looks. */
function lasting(series: readonly Series[]): Series[] {
  return series.map(({ series: name, values }) => ({ series: name, values: prolonged(values) }));
}

function prolonged(values: string): string {
  return values.replace(
    /(_|[\d.]+)(?:([+-][\d.]+))?(?:x(\d+))?$/,
    (_all, value, step = '', times = '0') => `${value}${step}x${Math.max(Number(times), 60)}`,
  );
}

function filled(texts: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      text
        .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_all, label: string) => labels[label] ?? '')
        .replace('{{ $externalLabels.portal }}', external_labels.portal),
    ]),
  );
}

/** A counter in steps of a minute that gains `perMinute`. */
function gains(series: string, perMinute: number, minutes: number): Series {
  return { series, values: `0+${perMinute}x${minutes}` };
}

function click(late: number, silent: number, all: number, minutes: number): Series[] {
  const age = { at: 'received', role: 'realtime' } as const;
  return [
    gains(select('eventAge', { ...age, le: '2' } as never, '_bucket'), all - late, minutes),
    gains(select('eventAge', age, '_count'), all, minutes),
    gains(select('realtimeReceipts', { outcome: 'late', role: 'realtime' }), silent, minutes),
  ];
}

function requests(failed: number, all: number, minutes: number): Series[] {
  const route = {
    http_request_method: 'GET',
    http_route: '/api/v1/tickets',
    role: 'api',
    index: '1',
  } as const;
  const of = (http_response_status_code: string) =>
    select('httpServerRequestDuration', { ...route, http_response_status_code }, '_count');
  return [gains(of('200'), all - failed, minutes), gains(of('503'), failed, minutes)];
}

function deliveries(late: number, lost: number, all: number, minutes: number): Series[] {
  const email = { channel: 'email', role: 'worker', index: '1' } as const;
  return [
    gains(select('deliveryAcceptedAge', { ...email, le: '60.0' } as never, '_bucket'), all - late, minutes),
    gains(select('deliveryAcceptedAge', email, '_count'), all, minutes),
    gains(select('deliveryAttempts', { ...email, outcome: 'failed' }), lost, minutes),
    gains(select('deliveryAttempts', { ...email, outcome: 'unknown' }), 0, minutes),
  ];
}

function lateness(lateFrom: number, lateMinutes: number, minutes: number): Series[] {
  return [
    {
      series: select('scheduleLate', { schedule: 'summary.daily', role: 'worker' }),
      values: `0x${lateFrom - 1} 90x${lateMinutes - 1} 0x${minutes - lateFrom - lateMinutes}`,
    },
    { series: select('timerLate', { role: 'worker' }), values: `0x${minutes}` },
  ];
}

function burnTests(): RuleTest[] {
  const hours = (n: number): number => n * 60;
  return [
    // A fifth is late: 20 times what may be, for an hour.
    burn(
      'ClickNoticeLate fires when a fifth is late',
      'ClickNoticeLate',
      click(120, 0, 600, hours(1)),
      '1h',
      ['page', 'ticket'],
    ),
    burn(
      'ClickNoticeLate fires when a fifth of the clients does not answer',
      'ClickNoticeLate',
      click(0, 120, 480, hours(1)),
      '1h',
      ['page', 'ticket'],
    ),
    // 1.5 %: 1.5 times what may be.
    burn(
      'ClickNoticeLate is a ticket at one and a half times',
      'ClickNoticeLate',
      click(9, 0, 600, hours(6)),
      '6h',
      ['ticket'],
    ),
    burn(
      'ClickNoticeLate stays quiet within the promise',
      'ClickNoticeLate',
      click(3, 0, 600, hours(6)),
      '6h',
      [],
    ),
    burn('ClickNoticeLate stays quiet in a night with three clicks', 'ClickNoticeLate', nightly(), '6h', []),
    burn('ApiUnavailable fires at 2 % of 5xx', 'ApiUnavailable', requests(60, 3_000, hours(1)), '1h', [
      'page',
      'ticket',
    ]),
    burn(
      'ApiUnavailable stays quiet at one in 2,000',
      'ApiUnavailable',
      requests(1, 2_000, hours(6)),
      '6h',
      [],
    ),
    burn('ApiUnavailable is over soon after its cause', 'ApiUnavailable', recovered(), '1h', ['ticket']),
    burn(
      'DeliveriesNotAccepted fires when they are late',
      'DeliveriesNotAccepted',
      deliveries(20, 0, 60, hours(1)),
      '1h',
      ['page', 'ticket'],
    ),
    burn(
      'DeliveriesNotAccepted fires when they fail',
      'DeliveriesNotAccepted',
      deliveries(0, 20, 60, hours(1)),
      '1h',
      ['page', 'ticket'],
    ),
    burn(
      'DeliveriesNotAccepted stays quiet at one in 200',
      'DeliveriesNotAccepted',
      deliveries(0, 1, 200, hours(6)),
      '6h',
      [],
    ),
    burn('CronLate fires after ten minutes of lateness', 'CronLate', lateness(60, 10, 120), '1h9m', [
      'page',
      'ticket',
    ]),
    burn('CronLate stays quiet over one late minute', 'CronLate', lateness(60, 1, hours(6)), '6h', []),
  ];
}

/** Nothing, then three clicks of which one is late. */
function nightly(): Series[] {
  const age = { at: 'received', role: 'realtime' } as const;
  return [
    { series: select('eventAge', { ...age, le: '2.0' } as never, '_bucket'), values: '0x300 1x20 2x100' },
    { series: select('eventAge', age, '_count'), values: '0x300 1x10 2x10 3x100' },
    { series: select('realtimeReceipts', { outcome: 'late', role: 'realtime' }), values: '0x420' },
  ];
}

/** Half an hour of failures, half an hour without. */
function recovered(): Series[] {
  const [good, bad] = requests(60, 3_000, 60);
  return [good, { series: bad?.series, values: '0+60x30 1800x40' }] as Series[];
}

/** Windows that have not been seen whole yet count for what was seen, so a fast burn is a slow one as well. */
function burn(
  name: string,
  alertname: string,
  series: readonly Series[],
  eval_time: string,
  severities: readonly string[],
): RuleTest {
  const rules = sloRules()
    .groups.flatMap((group) => group.rules)
    .filter((rule): rule is AlertRule => 'alert' in rule && rule.alert === alertname);
  return {
    name,
    interval: '1m',
    external_labels,
    input_series: series,
    alert_rule_test: [
      {
        eval_time,
        alertname,
        exp_alerts: rules
          .filter(({ labels }) => severities.includes(labels.severity ?? ''))
          .map(({ labels, annotations }) => ({
            exp_labels: labels,
            exp_annotations: filled(annotations, labels),
          })),
      },
    ],
  };
}
