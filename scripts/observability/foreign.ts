/** Metrics that are not ours and that our queries use: from Prometheus itself, from the collector, from the rules. */
import { burnWindows } from './slos.ts';

const spanLabels = [
  ...['service_name', 'span_name', 'span_kind', 'status_code'],
  ...['http_route', 'messaging_destination_name', 'job', 'instance', 'le'],
];

/** Each with its labels. */
export const foreignMetrics: Readonly<Record<string, readonly string[]>> = {
  // Prometheus, of each scrape.
  up: ['job', 'instance', 'role'],
  // The collector's span_metrics.
  traces_span_metrics_duration_seconds_bucket: spanLabels,
  traces_span_metrics_calls_total: spanLabels,
  // The collector's service_graph.
  traces_service_graph_request_total: ['client', 'server', 'connection_type'],
  traces_service_graph_request_failed_total: ['client', 'server', 'connection_type'],
  // rules/slo.yaml
  'slo:late:bool': ['slo'],
  'slo:objective:ratio': ['slo'],
  ...Object.fromEntries(burnWindows.map((window) => [`slo:errors:ratio_rate${window}`, ['slo']])),
};
