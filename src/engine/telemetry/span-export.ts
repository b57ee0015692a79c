/**
 * Sends ended spans to an OTLP/HTTP receiver: a batch a second, or as soon as there are enough for one.
 *
 * - Bounded in spans and bytes: what a slow or absent receiver does not take is dropped and counted, never waited for.
 * - One request at a time, without a second try: a receiver that refuses once would be asked again with the next batch.
 */
import http from 'node:http';
import https from 'node:https';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { envelopeOf, spanToJson } from './otlp-json.ts';
import type { SpanCounter } from './span-counts.ts';

export interface SpanExportOptions {
  /** Of the receiver, with its path. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string | number>>;
  readonly counter: SpanCounter;
  /** Spans that may wait; more are dropped. */
  readonly maxSpans?: number;
}

/**
 * A request costs this process and the receiver as much as some ten spans do, so those of a process with little to do
 * wait for each other. Texts that wait are memory (bench: memory), so under load they do not wait so long.
 */
const DELAY_MS = 1_000;
const ENOUGH_BYTES = 256 * 1024;
const MAX_SPANS = 2_048;
const MAX_BATCH_BYTES = 512 * 1024;
const MAX_WAITING_BYTES = 2 * 1024 * 1024;
const TIMEOUT_MS = 2_000;

export function createSpanExport(options: SpanExportOptions): SpanProcessor {
  const { url, headers, resource, counter, maxSpans = MAX_SPANS } = options;
  const [before, after] = envelopeOf(resource, 'trunkline');
  const { request } = url.startsWith('https:') ? https : http;
  const agent = new (url.startsWith('https:') ? https : http).Agent({ keepAlive: true, maxSockets: 1 });
  const waiting: string[] = [];
  let waitingBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  const post = (body: string): Promise<boolean> =>
    new Promise((resolve) => {
      let taken = false;
      const sent = request(
        url,
        {
          method: 'POST',
          agent,
          timeout: TIMEOUT_MS,
          headers: {
            ...headers,
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(body),
          },
        },
        (response) => {
          taken = response.statusCode !== undefined && response.statusCode < 300;
          response.resume();
        },
      );
      sent.on('timeout', () => sent.destroy());
      // The one who asks learns of it from `close`, which comes after any of these.
      sent.on('error', () => {
        taken = false;
      });
      sent.once('close', () => resolve(taken));
      sent.end(body);
    });

  /** What waits now; what comes meanwhile waits for others again. */
  const send = async (): Promise<void> => {
    let left = waiting.length;
    while (left > 0) {
      let bytes = 0;
      let count = 0;
      while (count < left && (count === 0 || bytes < MAX_BATCH_BYTES)) bytes += waiting[count++]?.length ?? 0;
      const batch = waiting.splice(0, count);
      waitingBytes -= bytes;
      left -= count;
      const taken = await post(`${before}${batch.join()}${after}`);
      counter.add(taken ? 'sent' : 'failed', count);
    }
  };

  const start = (): void => {
    clearTimeout(timer);
    timer = undefined;
    sending ??= send().finally(() => {
      sending = undefined;
      plan();
    });
  };

  const plan = (): void => {
    if (waiting.length === 0 || sending) return;
    if (waitingBytes >= ENOUGH_BYTES) start();
    else timer ??= setTimeout(start, DELAY_MS).unref();
  };

  const flush = async (): Promise<void> => {
    while (waiting.length > 0 || sending) {
      start();
      await sending;
    }
  };

  return {
    onStart() {},
    onEnd(span: ReadableSpan) {
      if ((span.spanContext().traceFlags & 1) === 0) return;
      if (waiting.length >= maxSpans || waitingBytes >= MAX_WAITING_BYTES) {
        counter.add('dropped', 1);
        return;
      }
      const json = spanToJson(span);
      waiting.push(json);
      waitingBytes += json.length;
      plan();
    },
    forceFlush: flush,
    async shutdown() {
      await flush();
      agent.destroy();
    },
  };
}
