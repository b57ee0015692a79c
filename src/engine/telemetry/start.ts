/**
 * Starts tracing; the first import of every process that is traced.
 *
 * Spans are made by hand, of requests (request-spans), queries (query-spans) and messages (spans): in ES modules and
 * in bundles the loader hooks of instrumentations never run (docs/decisions/0021). Where spans go: an
 * OTLP endpoint, else the local trace store, else nowhere (ids still exist, so logs and problems name one).
 */
import { context, propagation, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { ownSpans } from './span-counts.ts';
import { createSpanExport } from './span-export.ts';

export interface Telemetry {
  /** Sends what is buffered, for at most two seconds, and stops. */
  stop(): Promise<void>;
}

const FLUSH_LIMIT_MS = 2_000;

function exporterUrl(env: NodeJS.ProcessEnv): string | undefined {
  if (env.OTEL_EXPORTER_OTLP_ENDPOINT) {
    return `${env.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/$/, '')}/v1/traces`;
  }
  return env.TRACES_PORT ? `http://127.0.0.1:${env.TRACES_PORT}/v1/traces` : undefined;
}

/** `key=value,key2=value2`, percent-encoded (OpenTelemetry's environment variables). */
function exporterHeaders({
  OTEL_EXPORTER_OTLP_HEADERS: given = '',
}: NodeJS.ProcessEnv): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const pair of given.split(',')) {
    const at = pair.indexOf('=');
    if (at > 0) headers[pair.slice(0, at).trim()] = decodeURIComponent(pair.slice(at + 1).trim());
  }
  return headers;
}

function start(env: NodeJS.ProcessEnv): Telemetry {
  const role = env.TRUNKLINE_ROLE ?? 'process';
  const url = exporterUrl(env);
  const resource = {
    'service.name': `trunkline-${role}`,
    'service.namespace': 'trunkline',
    'trunkline.role': role,
    'service.instance.id': env.TRUNKLINE_INDEX ?? String(process.pid),
    'process.pid': process.pid,
  };
  const spans = url && createSpanExport({ url, headers: exporterHeaders(env), resource, counter: ownSpans });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes(resource),
    spanProcessors: spans ? [spans] : [],
    spanLimits: { attributeValueLengthLimit: 1_024, attributeCountLimit: 32, eventCountLimit: 16 },
  });
  provider.register();
  return {
    async stop() {
      await Promise.race([
        provider.shutdown(),
        new Promise<void>((resolve) => setTimeout(resolve, FLUSH_LIMIT_MS).unref()),
      ]);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

export const telemetry: Telemetry = start(process.env);
