/**
 * Starts tracing; the first import of every process that is traced.
 *
 * http and pg are patched by hand from the instrumentations' own definitions: in ES modules and in bundles their
 * loader hooks never run and spans would vanish silently (a test asserts on both). Where spans go: an OTLP
 * endpoint, else the local trace store, else nowhere (ids still exist, so logs and problems name one).
 * The queue is bounded: a slow or absent receiver drops spans and never holds up the platform.
 */
import http from 'node:http';
import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { InstrumentationBase, InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import pg from 'pg';

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

function start(env: NodeJS.ProcessEnv): Telemetry {
  env.OTEL_SEMCONV_STABILITY_OPT_IN ??= 'http,database';
  const role = env.TRUNKLINE_ROLE ?? 'process';
  const url = exporterUrl(env);
  const spanProcessors: SpanProcessor[] = [];
  if (url) {
    spanProcessors.push(
      new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: 2_000 }), {
        maxQueueSize: 2_048,
        maxExportBatchSize: 128,
        // Spans that wait long are promoted to the old heap: short waits are memory (bench: memory).
        scheduledDelayMillis: 250,
        exportTimeoutMillis: 3_000,
      }),
    );
  }
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': `trunkline-${role}`,
      'service.namespace': 'trunkline',
      'trunkline.role': role,
      'service.instance.id': env.TRUNKLINE_INDEX ?? String(process.pid),
      'process.pid': process.pid,
    }),
    spanProcessors,
    spanLimits: { attributeValueLengthLimit: 1_024, attributeCountLimit: 32, eventCountLimit: 16 },
  });
  provider.register();
  patchByHand();
  return {
    async stop() {
      await Promise.race([
        // What a receiver refuses at the end is dropped like any other span; it must not fail the stop.
        provider.shutdown().catch(() => undefined),
        new Promise<void>((resolve) => setTimeout(resolve, FLUSH_LIMIT_MS).unref()),
      ]);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

function patchByHand(): void {
  const quiet = /^\/(livez|readyz|health|metrics)(\?|$)/;
  patch(
    new HttpInstrumentation({
      ignoreIncomingRequestHook: (request) => quiet.test(request.url ?? ''),
      // Outgoing calls of providers get a span of their own; the exporter's are suppressed by the SDK.
      disableOutgoingRequestInstrumentation: true,
    }),
    { http },
  );
  // pg-pool is pg's own dependency: the Pool that pg exports is a subclass of it.
  const pool: unknown = Object.getPrototypeOf(pg.Pool);
  patch(new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }), {
    pg,
    'pg-pool': pool,
  });
}

function patch(instrumentation: InstrumentationBase, modules: Readonly<Record<string, unknown>>): void {
  instrumentation.disable();
  const init = (instrumentation as unknown as { init(): InstrumentationModuleDefinition[] }).init;
  for (const definition of init.call(instrumentation)) {
    const target = modules[definition.name];
    if (target !== undefined) definition.patch?.(target, undefined);
  }
}

export const telemetry: Telemetry = start(process.env);
