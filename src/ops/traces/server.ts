// The local trace store: takes OTLP/HTTP JSON, answers what a person asks about recent traces.
//
// TS5  A flood is turned away before it is read (429 over the rate, 503 with too much at once), and counted.
// TS6  Persisting is best effort: when the disk does not keep up, spans stay in memory only.

import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod';
import { answerMetrics } from '../../engine/metric-formats.ts';
import { json, type Problem, parseJson, problem, type Reply, readBody, startHttp } from '../http.ts';
import { openJournal, readJournal } from '../journal.ts';
import { createBudget } from './budget.ts';
import { takeExport } from './intake.ts';
import { metricsText } from './metrics.ts';
import { createTraceStore, defaultLimits, type StoreLimits } from './store.ts';
import { mapQuery, type StoreStats, tracesQuery } from './summary.ts';

export type TraceServer = { port: number; stats(): StoreStats; metrics(): string; stop(): Promise<void> };

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const ASSUMED_BYTES = 1024 * 1024;
const MAX_UNWRITTEN_BYTES = 8 * 1024 * 1024;
const ROTATE_BYTES = 16 * 1024 * 1024;
const RETRY_AFTER = { 'retry-after': '1' };

const notOtlp: Problem = {
  status: 400,
  title: 'Not OTLP',
  detail: 'The body must be an OTLP trace export request as JSON: {"resourceSpans": […]}.',
};
const notJson: Problem = {
  status: 415,
  title: 'JSON only',
  detail: 'Set OTEL_EXPORTER_OTLP_PROTOCOL to http/json.',
};
const notFound: Problem = { status: 404, title: 'Not found', detail: 'The trace store has no such address.' };

export async function startTraceServer(options: {
  port: number;
  host?: string;
  dataDir: string;
  onError: (error: unknown) => void;
  limits?: StoreLimits;
  /** What may come in a second, in bytes. */
  bytesPerSecond?: number;
}): Promise<TraceServer> {
  const store = createTraceStore(options.limits ?? defaultLimits);
  const bytesPerSecond = options.bytesPerSecond ?? 16 * 1024 * 1024;
  const budget = createBudget({
    bytesPerSecond,
    burstBytes: bytesPerSecond * 2,
    maxBytesAtOnce: 32 * ASSUMED_BYTES,
  });
  const refused: Record<string, number> = {};
  let bad = 0;

  const journalPath = join(options.dataDir, 'traces', 'exports.jsonl');
  for await (const line of readJournal(journalPath)) takeExport(store, line, Date.now());
  const journal = await openJournal({ path: journalPath, rotateBytes: ROTATE_BYTES });

  const stats = (): StoreStats => ({ ...store.counts(), bad, refused: { ...refused } });

  function refuse(reason: string, why: Problem): Reply {
    refused[reason] = (refused[reason] ?? 0) + 1;
    return problem(why);
  }

  function persist(text: string, body: unknown): void {
    if (journal.pendingBytes() > MAX_UNWRITTEN_BYTES) {
      refused.unwritten = (refused.unwritten ?? 0) + 1;
      return;
    }
    journal.append(text.includes('\n') ? JSON.stringify(body) : text).catch(options.onError);
  }

  async function receive(req: IncomingMessage): Promise<Reply> {
    if (!/^application\/json\b/.test(req.headers['content-type'] ?? '')) return refuse('type', notJson);
    // Exporters stream and announce no length; theirs are some 100 KB, and readBody bounds each.
    const announced = Number(req.headers['content-length'] ?? ASSUMED_BYTES);
    const entered = budget.enter(announced, Date.now());
    if (entered !== 'ok') return refuse(entered, floodProblem(entered));
    const read = await readBody(req, MAX_BODY_BYTES);
    budget.leave(announced, read.ok ? Buffer.byteLength(read.text) : announced);
    if (!read.ok) return refuse(read.problem.status === 413 ? 'too_large' : 'malformed', read.problem);
    const body = parseJson(read.text);
    const taken = takeExport(store, body, Date.now());
    if (!taken) return refuse('malformed', notOtlp);
    bad += taken.rejected;
    if (taken.kept > 0) persist(read.text, body);
    if (taken.rejected === 0) return json(200, {});
    const errorMessage = 'Some spans were not valid, or larger than 64 KiB.';
    return json(200, { partialSuccess: { rejectedSpans: String(taken.rejected), errorMessage } });
  }

  function missing(): Reply {
    return problem({
      status: 404,
      title: 'No such trace here',
      detail: keptFor(stats(), Date.now()),
    });
  }

  const http = await startHttp({
    port: options.port,
    host: options.host,
    maxConnections: 500,
    onError: options.onError,
    handle(req, url) {
      const route = `${req.method} ${url.pathname}`;
      switch (route) {
        case 'POST /v1/traces':
          return receive(req);
        case 'GET /healthz':
          return json(200, { status: 'OK' });
        case 'GET /stats':
          return json(200, stats());
        case 'GET /metrics': {
          const { type, text } = answerMetrics(metricsText(stats()), req.headers.accept);
          return { status: 200, headers: { 'content-type': type }, text };
        }
        case 'GET /traces': {
          const query = tracesQuery.safeParse(Object.fromEntries(url.searchParams));
          if (query.success) return json(200, { ...store.list(query.data), stats: stats() });
          return badQuery(query.error);
        }
        case 'GET /map': {
          const query = mapQuery.safeParse(Object.fromEntries(url.searchParams));
          if (query.success) return json(200, store.map(query.data.minutes, Date.now()));
          return badQuery(query.error);
        }
        default: {
          const match = /^GET \/traces\/([0-9a-f]{32})(\/links)?$/i.exec(route);
          const traceId = match?.[1]?.toLowerCase();
          if (!traceId) return problem(notFound);
          const found = match?.[2] ? store.linked(traceId) : store.get(traceId);
          if (!found) return missing();
          const text = typeof found === 'string' ? found : JSON.stringify(found);
          return { status: 200, headers: { 'content-type': 'application/json' }, text };
        }
      }
    },
  });

  return {
    port: http.port,
    stats,
    metrics: () => metricsText(stats()),
    async stop() {
      await http.stop();
      await journal.stop();
    },
  };
}

function badQuery(error: z.ZodError): Reply {
  return problem({ status: 400, title: 'Bad query', detail: z.prettifyError(error).slice(0, 500) });
}

function floodProblem(reason: 'rate' | 'busy'): Problem {
  const detail = 'Spans come faster than this store takes them; what cannot wait is lost.';
  return reason === 'rate'
    ? { status: 429, title: 'Too many spans', detail, headers: RETRY_AFTER }
    : { status: 503, title: 'Too much at once', detail, headers: RETRY_AFTER };
}

/** How long traces are kept, as a sentence. */
export function keptFor(stats: StoreStats, nowMs: number): string {
  const bounds = `${Math.round(stats.maxBytes / 1024 / 1024)} MB or ${stats.maxSpans.toLocaleString('en')} spans`;
  const since =
    stats.oldestMs === undefined
      ? 'It is empty now.'
      : `Now it reaches back ${Math.max(1, Math.round((nowMs - stats.oldestMs) / 60_000))} min.`;
  return `Traces are kept until the store holds ${bounds}; then the oldest go. ${since}`;
}
