/** Prometheus' rules, from the promises and the causes. */
import { type Cause, causes } from './causes.ts';
import { burnRates, burnWindows, lateRule, type Slo, slos } from './slos.ts';

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

type Rule =
  | AlertRule
  | { readonly record: string; readonly expr: string; readonly labels?: Readonly<Record<string, string>> };

export interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly interval?: string;
    readonly rules: readonly Rule[];
  }[];
}

/** Where a person reads what to do; a path of this repository. */
export function runbookOf(alert: string): string {
  return `docs/runbooks/${alert}.md`;
}

function annotations(alert: string, summary: string, description: string, dashboard: string) {
  return {
    summary,
    description,
    // Where people reach the portal stands in prometheus.yaml.
    runbook_url: `{{ $externalLabels.portal }}/ops/runbooks/${alert}`,
    dashboard: `/d/${dashboard}`,
  };
}

export function sloRules(): RuleFile {
  return {
    groups: [
      {
        name: 'promises: shares',
        rules: [
          lateRule,
          ...slos.flatMap((slo): Rule[] => [
            { record: 'slo:objective:ratio', expr: `vector(${slo.objective})`, labels: { slo: slo.id } },
            ...burnWindows.map((window) => ({
              record: `slo:errors:ratio_rate${window}`,
              expr: slo.errors(window),
              labels: { slo: slo.id },
            })),
          ]),
        ],
      },
      { name: 'promises: burn rates', rules: slos.flatMap((slo) => burnAlerts(slo)) },
    ],
  };
}

/** One alert for each severity: either of its two pairs of windows is enough. */
function burnAlerts(slo: Slo): AlertRule[] {
  return (['page', 'ticket'] as const).map((severity) => {
    const pairs = burnRates
      .filter((rate) => rate.severity === severity)
      .map(({ factor, long, short }) => {
        const over = (window: string): string =>
          `slo:errors:ratio_rate${window}{slo="${slo.id}"} > ${limit(factor, slo.objective)}`;
        return `(${over(long)} and ${over(short)})`;
      });
    const speed = severity === 'page' ? 'fast' : 'slowly, and for long';
    return {
      alert: slo.alert,
      expr: pairs.join(' or '),
      labels: { severity, slo: slo.id },
      annotations: annotations(
        slo.alert,
        `${slo.title}: no longer`,
        `${slo.promise}. The share that may fail in a month is being used up ${speed}.`,
        slo.dashboard,
      ),
    };
  });
}

/** Without the noise of binary fractions. */
export function limit(factor: number, objective: number): number {
  return Number((factor * (1 - objective)).toPrecision(6));
}

export function causeRules(): RuleFile {
  return {
    groups: [
      {
        name: 'causes',
        rules: causes.map((cause) => ({
          alert: cause.alert,
          expr: cause.expr,
          for: cause.for,
          labels: { severity: cause.severity },
          annotations: causeAnnotations(cause),
        })),
      },
    ],
  };
}

export function causeAnnotations(cause: Cause) {
  return annotations(cause.alert, cause.summary, cause.description, cause.dashboard);
}

/** Every alert there is, once. */
export const alertNames: readonly string[] = [
  ...new Set([...slos.map(({ alert }) => alert), ...causes.map(({ alert }) => alert)]),
];

export function allRules(): readonly Rule[] {
  return [sloRules(), causeRules()].flatMap(({ groups }) => groups.flatMap(({ rules }) => rules));
}
