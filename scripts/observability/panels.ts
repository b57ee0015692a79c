/** Dashboards as data, and what Grafana reads made from them. Ids and places follow from the order, so files are stable. */
import { VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as logs from '@grafana/grafana-foundation-sdk/logs';
import * as loki from '@grafana/grafana-foundation-sdk/loki';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as text from '@grafana/grafana-foundation-sdk/text';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { type MetricDefinition, metricTable } from '../../src/contracts/generic/metrics.ts';

export interface Target {
  readonly expr: string;
  /** Grafana's `{{label}}` included. */
  readonly legend: string;
  /** Shows the traces behind a latency of the spans; those of our own metrics are known from the table. */
  readonly exemplar?: true;
}

export interface PanelSpec {
  readonly kind?: 'timeseries' | 'stat';
  readonly title: string;
  /** What one reads off it. */
  readonly about: string;
  /** Grafana's name of the unit. */
  readonly unit: string;
  readonly targets: readonly Target[];
  /** Of 24. */
  readonly width?: number;
  /** From here on it is red. */
  readonly red?: number;
  /** Red below it instead of above. */
  readonly redBelow?: true;
  readonly decimals?: number;
}

interface LogsSpec {
  readonly kind: 'logs';
  readonly title: string;
  readonly about: string;
  readonly logQl: string;
}

interface TextSpec {
  readonly kind: 'text';
  readonly title: string;
  readonly markdown: string;
}

export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly {
    readonly title: string;
    readonly panels: readonly (PanelSpec | LogsSpec | TextSpec)[];
  }[];
}

const prometheus = { type: 'prometheus', uid: 'prometheus' };
const STAT_HEIGHT = 4;
const HEIGHT = 8;

export function buildDashboard(spec: DashboardSpec): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.about)
    .tags(['trunkline'])
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .readonly()
    .link(
      new dashboard.DashboardLinkBuilder('Trunkline')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['trunkline'])
        .asDropdown(true)
        .keepTime(true),
    );
  let id = 0;
  for (const row of spec.rows) {
    id += 1;
    builder.withRow(new dashboard.RowBuilder(row.title).id(id));
    for (const panel of row.panels) {
      id += 1;
      builder.withPanel(buildPanel(panel).id(id));
    }
  }
  return builder.build();
}

function buildPanel(panel: PanelSpec | LogsSpec | TextSpec) {
  if (panel.kind === 'text') {
    return new text.PanelBuilder()
      .title(panel.title)
      .mode(text.TextMode.Markdown)
      .content(panel.markdown)
      .height(HEIGHT)
      .span(24);
  }
  if (panel.kind === 'logs') {
    const source = { type: 'loki', uid: 'loki' };
    return new logs.PanelBuilder()
      .title(panel.title)
      .description(panel.about)
      .datasource(source)
      .showTime(true)
      .enableLogDetails(true)
      .height(HEIGHT)
      .span(24)
      .withTarget(new loki.DataqueryBuilder().refId('A').datasource(source).expr(panel.logQl));
  }
  return panel.kind === 'stat' ? buildStat(panel) : buildTimeseries(panel);
}

function buildTimeseries(spec: PanelSpec) {
  const builder = new timeseries.PanelBuilder()
    .title(spec.title)
    .description(spec.about)
    .datasource(prometheus)
    .unit(spec.unit)
    .min(0)
    .lineWidth(1)
    .fillOpacity(8)
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .height(HEIGHT)
    .span(spec.width ?? 8);
  if (spec.red !== undefined) builder.thresholds(thresholds(spec));
  for (const target of queries(spec)) builder.withTarget(target);
  return builder;
}

function buildStat(spec: PanelSpec) {
  const builder = new stat.PanelBuilder()
    .title(spec.title)
    .description(spec.about)
    .datasource(prometheus)
    .unit(spec.unit)
    .height(STAT_HEIGHT)
    .span(spec.width ?? 6);
  if (spec.decimals !== undefined) builder.decimals(spec.decimals);
  if (spec.red !== undefined) builder.thresholds(thresholds(spec));
  for (const target of queries(spec)) builder.withTarget(target);
  return builder;
}

function thresholds({ red = 0, redBelow }: PanelSpec) {
  const [below, above] = redBelow ? ['red', 'green'] : ['green', 'red'];
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps([
    { value: null, color: below },
    { value: red, color: above },
  ]);
}

function queries(spec: PanelSpec) {
  return spec.targets.map(({ expr, legend, exemplar }, at) => {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode(65 + at))
      .datasource(prometheus)
      .expr(expr)
      .legendFormat(legend);
    return exemplar || showsBuckets(expr) ? query.exemplar(true) : query;
  });
}

const withExemplars = Object.values(metricTable as Record<string, MetricDefinition>).filter(
  ({ exemplars }) => exemplars,
);

function showsBuckets(expr: string): boolean {
  return withExemplars.some(({ name }) => expr.includes(`${name}_bucket`));
}
