/** Every generated file of observability/: its path and its text. */
import { stringify } from 'yaml';
import { dashboards } from './dashboards.ts';
import { buildDashboard } from './panels.ts';
import { causesTested, promisesTested } from './rule-tests.ts';
import { causeRules, sloRules } from './rules.ts';

const note = '# Generated from scripts/observability/ (npm run observability); do not edit.\n';

/** By path below the root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const yaml = (value: unknown): string =>
    note + stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
  const rules = 'observability/rules';
  return new Map([
    [`${rules}/slo.yaml`, yaml(sloRules())],
    [`${rules}/causes.yaml`, yaml(causeRules())],
    [`${rules}/tests/causes.yaml`, yaml(causesTested())],
    [`${rules}/tests/slo.yaml`, yaml(promisesTested())],
    ...dashboards.map(
      (spec) =>
        [
          `observability/grafana/dashboards/${spec.uid}.json`,
          `${JSON.stringify(buildDashboard(spec), null, 2)}\n`,
        ] as const,
    ),
  ]);
}
