/**
 * A span for each query that is made within a trace, after the database conventions
 * (https://opentelemetry.io/docs/specs/semconv/database/postgresql/). Values are never in it, nor is a prepared
 * statement's text: its name says which it is.
 */
import { context, type Span, SpanKind, trace } from '@opentelemetry/api';
import type pg from 'pg';
import { failSpan, startSpan } from './spans.ts';

type Query = (...args: unknown[]) => unknown;
type Callback = (error: unknown, result: unknown) => void;

/** Traces every query of the pool's connections. */
export function traceQueries(pool: pg.Pool): void {
  pool.on('connect', traceClient);
  const connect = pool.connect.bind(pool) as Query;
  // Who waits for a connection gets it in the turn of whoever gives it back: the callback keeps its own trace.
  const connectInOwnTrace = (callback?: Callback): unknown =>
    callback ? connect(context.bind(context.active(), callback)) : connect();
  Object.assign(pool, { connect: connectInOwnTrace });
}

function traceClient(client: pg.PoolClient): void {
  const query = client.query.bind(client) as Query;
  const traced: Query = (...args) => {
    const [first] = args;
    // Streams and cursors end by themselves, in no callback of ours.
    if (!trace.getActiveSpan()?.isRecording() || isSubmittable(first)) return query(...args);
    const span = startSpan(...describe(client, first));
    const last = args.at(-1);
    if (typeof last === 'function') {
      args[args.length - 1] = (error: unknown, result: unknown) => {
        end(span, error);
        (last as Callback)(error, result);
      };
      return query(...args);
    }
    const result = query(...args) as Promise<unknown>;
    result.then(
      () => span.end(),
      (error: unknown) => end(span, error),
    );
    return result;
  };
  Object.assign(client, { query: traced });
}

function isSubmittable(query: unknown): boolean {
  return typeof query === 'object' && query !== null && 'submit' in query;
}

function end(span: Span, error: unknown): void {
  if (error) failSpan(span, error);
  span.end();
}

function describe(client: pg.PoolClient, query: unknown): Parameters<typeof startSpan> {
  const { name, text } = (typeof query === 'string' ? { text: query } : query) as {
    name?: string;
    text: string;
  };
  const { database } = client as unknown as { database?: string };
  const operation = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'QUERY';
  return [
    `pg.query:${name ?? operation} ${database}`,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system.name': 'postgresql',
        ...(database === undefined ? {} : { 'db.namespace': database }),
        'db.operation.name': operation,
        ...(name === undefined ? { 'db.query.text': text } : { 'db.query.summary': name }),
      },
    },
  ];
}
