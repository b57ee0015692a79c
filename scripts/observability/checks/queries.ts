/**
 * Every PromQL query of dashboards, rules and autoscaling, parsed with Prometheus' own grammar; every metric and every
 * label that it matches on is one that there is.
 */
import { parser as logQlParser } from '@grafana/lezer-logql';
import { parser } from '@prometheus-io/lezer-promql';
import { parseAllDocuments } from 'yaml';
import { type MetricDefinition, metricTable } from '../../../src/contracts/generic/metrics.ts';
import { foreignMetrics } from '../foreign.ts';
import { processLabels } from '../promql.ts';
import { allRules } from '../rules.ts';
import { assertNone, type Check } from './check.ts';
import { list, read } from './files.ts';

interface Query {
  readonly where: string;
  readonly expr: string;
}

/** The series of a metric by the names that Prometheus gives them, each with its labels. */
const known = new Map<string, readonly string[]>(Object.entries(foreignMetrics));
for (const definition of Object.values(metricTable) as MetricDefinition[]) {
  const labels = [...Object.keys(definition.labels), ...processLabels];
  if (definition.type === 'histogram') {
    known.set(`${definition.name}_bucket`, [...labels, 'le']);
    known.set(`${definition.name}_count`, labels);
    known.set(`${definition.name}_sum`, labels);
  } else known.set(definition.name, labels);
}

function panelQueries(source: 'prometheus' | 'loki'): Query[] {
  return list('observability/grafana/dashboards', '.json').flatMap((file) => {
    const { panels } = JSON.parse(read(file)) as {
      panels: { title: string; datasource?: { type: string }; targets?: { expr: string }[] }[];
    };
    return panels
      .filter(({ datasource }) => datasource?.type === source)
      .flatMap(({ title, targets = [] }) =>
        targets.map(({ expr }) => ({ where: `${file}: ${title}`, expr })),
      );
  });
}

export const dashboardQueries = (): Query[] => panelQueries('prometheus');

/** What is wrong with a query of Loki: it does not parse, or it picks no stream. */
export function logProblemsOf({ where, expr }: Query): string[] {
  let broken = false;
  let matchers = 0;
  logQlParser.parse(expr).iterate({
    enter({ type, name }) {
      if (type.isError) broken = true;
      if (name === 'Matcher') matchers += 1;
    },
  });
  if (broken) return [`${where}: it does not parse in ${expr}`];
  return matchers === 0 ? [`${where}: it picks no stream in ${expr}`] : [];
}

function ruleQueries(): Query[] {
  return allRules().map((rule) => ({ where: 'alert' in rule ? rule.alert : rule.record, expr: rule.expr }));
}

export function scalingQueries(): Query[] {
  const file = 'deploy/kubernetes/overlays/keda/scaled-objects.yaml';
  return parseAllDocuments(read(file)).flatMap((document) => {
    const { metadata, spec } = document.toJS() as {
      metadata: { name: string };
      spec: { triggers: { name: string; metadata: { query: string } }[] };
    };
    return spec.triggers.map((trigger) => ({
      where: `${file}: ${metadata.name}, ${trigger.name}`,
      expr: trigger.metadata.query,
    }));
  });
}

export function allQueries(): Query[] {
  return [...dashboardQueries(), ...ruleQueries(), ...scalingQueries()];
}

/** What is wrong with a query, in words; nothing when it is right. */
export function problemsOf({ where, expr }: Query): string[] {
  const problems: string[] = [];
  const complain = (what: string): void => void problems.push(`${where}: ${what} in ${expr}`);
  for (const { name, labels } of selectorsOf(expr, () => complain('it does not parse'))) {
    const allowed = known.get(name);
    if (!allowed) complain(`there is no metric ${name}`);
    for (const label of allowed ? labels : []) {
      if (!allowed?.includes(label)) complain(`${name} has no label ${label}`);
    }
  }
  return problems;
}

/** The metrics of ours that the queries need, as their families are called on /metrics. */
export function familiesIn(queries: readonly Query[]): ReadonlySet<string> {
  const ours = new Set<string>(Object.values(metricTable).map(({ name }) => name));
  const names = queries.flatMap(({ expr }) => selectorsOf(expr, () => undefined).map(({ name }) => name));
  return new Set(
    names
      .map((name) => name.replace(/_(bucket|count|sum)$/, ''))
      .flatMap((family) => [family])
      .filter((f) => ours.has(f)),
  );
}

interface Selector {
  readonly name: string;
  readonly labels: readonly string[];
}

function selectorsOf(expr: string, onError: () => void): Selector[] {
  // Grafana's variables stand for durations.
  const text = expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h');
  const selectors: { name: string; labels: string[] }[] = [];
  let broken = false;
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) broken = true;
      if (node.name === 'VectorSelector') selectors.push({ name: '', labels: [] });
      const current = selectors.at(-1);
      if (!current) return;
      const word = text.slice(node.from, node.to);
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector') current.name = word;
      if (node.name === 'LabelName' && node.node.parent?.name.endsWith('LabelMatcher')) {
        current.labels.push(word);
      }
    },
  });
  if (broken) onError();
  return selectors;
}

export const queryChecks: readonly Check[] = [
  {
    name: 'queries',
    run: async () => {
      const queries = allQueries();
      assertNone(queries.flatMap(problemsOf));
      const metrics = familiesIn(queries).size;
      return {
        checked: `${queries.length} queries parsed, ${metrics} metrics of ours and all labels found in the table`,
      };
    },
  },
  {
    name: 'LogQL queries of the dashboards',
    run: async () => {
      const queries = panelQueries('loki');
      assertNone(queries.flatMap(logProblemsOf));
      if (queries.length === 0) return { notChecked: 'no dashboard has one' };
      return { checked: `${queries.length} parsed with Grafana's own grammar` };
    },
  },
];
