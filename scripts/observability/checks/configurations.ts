/**
 * Configurations whose programs cannot be had here (collector, Tempo, Loki, Grafana): their shape, and that every name
 * used in them leads somewhere. A check of structure, and said to be that.
 */
import * as z from 'zod';
import { assertNone, type Check } from './check.ts';
import { readYaml } from './files.ts';

/** The components of the collector that we use, as version 0.160 of contrib calls them. */
const components = {
  receivers: ['otlp', 'file_log'],
  processors: ['memory_limiter', 'tail_sampling'],
  exporters: ['otlp_grpc', 'otlp_http'],
  connectors: ['forward', 'span_metrics', 'service_graph'],
  extensions: ['health_check'],
} as const;

const parts = z.record(z.string(), z.unknown());

const collectorSchema = z.strictObject({
  receivers: parts,
  processors: parts,
  connectors: parts,
  exporters: parts,
  extensions: parts,
  service: z.strictObject({
    extensions: z.array(z.string()),
    telemetry: z.record(z.string(), z.unknown()),
    pipelines: z.record(
      z.string().regex(/^(traces|metrics|logs)(\/\w+)?$/),
      z.strictObject({
        receivers: z.array(z.string()).min(1),
        processors: z.array(z.string()),
        exporters: z.array(z.string()).min(1),
      }),
    ),
  }),
});

export function collectorProblems(value: unknown): string[] {
  const parsed = collectorSchema.safeParse(value);
  if (!parsed.success) return [z.prettifyError(parsed.error)];
  const { service, ...defined } = parsed.data;
  const problems: string[] = [];
  for (const [section, allowed] of Object.entries(components)) {
    for (const name of Object.keys(defined[section as keyof typeof components])) {
      if (!(allowed as readonly string[]).includes(name.split('/')[0] ?? '')) {
        problems.push(`${section}: ${name} is none of ${allowed.join(', ')}`);
      }
    }
  }
  const used = new Set(service.extensions);
  for (const [pipeline, { receivers, processors, exporters }] of Object.entries(service.pipelines)) {
    const from = { ...defined.receivers, ...defined.connectors };
    const to = { ...defined.exporters, ...defined.connectors };
    for (const [names, known] of [
      [receivers, from],
      [processors, defined.processors],
      [exporters, to],
    ] as const) {
      for (const name of names) {
        used.add(name);
        if (!(name in known)) problems.push(`pipeline ${pipeline}: ${name} is not defined`);
      }
    }
    const sampled = processors.indexOf('tail_sampling') >= 0;
    if (sampled && exporters.some((name) => name in defined.connectors)) {
      problems.push(`pipeline ${pipeline}: counts made after sampling are wrong`);
    }
  }
  for (const section of Object.values(defined)) {
    for (const name of Object.keys(section)) if (!used.has(name)) problems.push(`${name} is in no pipeline`);
  }
  for (const name of Object.keys(defined.connectors)) {
    const pipelines = Object.values(service.pipelines);
    if (!pipelines.some((one) => one.receivers.includes(name))) problems.push(`nobody receives from ${name}`);
  }
  return problems;
}

/** Tempo 3: what 2 had and 3 refuses (`ingester`, `compactor`) is not among its blocks. */
const tempoSchema = z.strictObject({
  stream_over_http_enabled: z.boolean(),
  server: z.strictObject({ http_listen_port: z.int() }),
  distributor: z.strictObject({
    receivers: z.strictObject({
      otlp: z.strictObject({
        protocols: z.strictObject({ grpc: z.strictObject({ endpoint: z.string() }) }),
      }),
    }),
  }),
  storage: z.strictObject({
    trace: z.strictObject({
      backend: z.literal('local'),
      wal: z.strictObject({ path: z.string() }),
      local: z.strictObject({ path: z.string() }),
    }),
  }),
  backend_scheduler: z.strictObject({
    provider: z.strictObject({
      compaction: z.strictObject({ compaction: z.strictObject({ block_retention: z.string() }) }),
    }),
  }),
  backend_worker: z.strictObject({ compaction: z.strictObject({ block_retention: z.string() }) }),
  usage_report: z.strictObject({ reporting_enabled: z.boolean() }),
});

const lokiSchema = z.looseObject({
  auth_enabled: z.boolean(),
  schema_config: z.looseObject({
    configs: z.array(z.looseObject({ store: z.literal('tsdb'), schema: z.literal('v13') })),
  }),
  limits_config: z.looseObject({ allow_structured_metadata: z.literal(true) }),
});

const sourcesSchema = z.looseObject({
  apiVersion: z.literal(1),
  datasources: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      uid: z.string(),
      url: z.url(),
      isDefault: z.boolean().optional(),
      jsonData: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** That traces, logs and metrics lead to each other, and only to sources that there are. */
export function sourceProblems(value: unknown): string[] {
  const parsed = sourcesSchema.safeParse(value);
  if (!parsed.success) return [z.prettifyError(parsed.error)];
  const { datasources } = parsed.data;
  const of = (type: string) => datasources.find((source) => source.type === type)?.jsonData ?? {};
  const uids = datasources.map(({ uid }) => uid);
  const mentioned = [...JSON.stringify(datasources).matchAll(/"datasourceUid":"([^"]+)"/g)].map(
    ([, uid = '']) => uid,
  );
  return [
    ...mentioned.filter((uid) => !uids.includes(uid)).map((uid) => `there is no data source ${uid}`),
    ...exemplarProblems(of('prometheus').exemplarTraceIdDestinations),
    ...['tracesToLogsV2', 'tracesToMetrics', 'serviceMap', 'nodeGraph']
      .filter((key) => !of('tempo')[key])
      .map((key) => `Tempo lacks ${key}`),
    ...(of('loki').derivedFields ? [] : ['Loki lacks derivedFields']),
  ];
}

/** From a latency to the trace, and to the journey in the portal. */
function exemplarProblems(value: unknown): string[] {
  const destination = z.object({
    name: z.literal('trace_id'),
    datasourceUid: z.string().optional(),
    url: z.string().optional(),
  });
  const parsed = z.array(destination).safeParse(value);
  if (!parsed.success) return [`exemplarTraceIdDestinations: ${z.prettifyError(parsed.error)}`];
  const leadsTo = (found: boolean, where: string) => (found ? [] : [`no exemplar leads to ${where}`]);
  return [
    ...leadsTo(
      parsed.data.some(({ datasourceUid }) => datasourceUid === 'tempo'),
      'Tempo',
    ),
    ...leadsTo(
      parsed.data.some(({ url }) => url?.includes('/ops/journey?trace=')),
      'the portal',
    ),
  ];
}

function shapeProblems(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : [z.prettifyError(parsed.error)];
}

function structure(name: string, path: string, problems: (value: unknown) => string[], what: string): Check {
  return {
    name,
    run: async () => {
      assertNone(problems(readYaml(path)));
      return { checked: `its structure: ${what}` };
    },
  };
}

export const configurationChecks: readonly Check[] = [
  structure(
    'collector.yaml',
    'observability/collector.yaml',
    collectorProblems,
    'components known and used, pipelines closed, counts before sampling',
  ),
  structure(
    'tempo.yaml',
    'observability/tempo.yaml',
    (value) => shapeProblems(tempoSchema, value),
    'only blocks and keys of Tempo 3',
  ),
  structure(
    'loki.yaml',
    'observability/loki.yaml',
    (value) => shapeProblems(lokiSchema, value),
    'index v13 with structured metadata',
  ),
  structure(
    'data sources of Grafana',
    'observability/grafana/provisioning/datasources/trunkline.yaml',
    sourceProblems,
    'exemplars, traces to logs and metrics, logs to traces, service map, all to sources that there are',
  ),
  {
    name: 'collector, Tempo, Loki and Grafana by themselves',
    run: async () => ({ notChecked: 'no registry that is reached from here has these programs' }),
  },
];
