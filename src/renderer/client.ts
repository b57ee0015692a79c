/**
 * What the API asks the renderer. It never rejects: without an answer a page comes with an empty root, and the browser
 * draws it.
 *
 * A renderer that did not answer is asked again after a second, by one page alone; the others do not wait for it.
 */
import { Agent, type IncomingMessage, request } from 'node:http';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { type Rendered, type RenderVisit, renderedSchema } from '../contracts/rendering.ts';
import type { Logger } from '../engine/logger.ts';
import { traceparentOf, withSpan } from '../engine/telemetry/spans.ts';

export type RenderClient = (
  visit: RenderVisit,
  /** The visitor's; undefined of whoever is not signed in. */
  cookie: string | undefined,
  userAgent: string | undefined,
  /** The visitor is gone. */
  signal: AbortSignal,
) => Promise<Rendered | undefined>;

interface RenderClientOptions {
  /** Without a path; undefined where there is no renderer. */
  readonly url: string | undefined;
  readonly logger: Logger;
  readonly deadlineMs?: number;
  /** How long one that did not answer is left to itself. */
  readonly awayMs?: number;
}

/**
 * A slow browser fetches and reads the portal's files meanwhile. Slowed down four times it draws a page by itself
 * after some 2 s: markup of the last moment stands before that.
 */
const DEADLINE_MS = 1_000;
const AWAY_MS = 1_000;
/** Far more than any page has; bounded since the heap of an API process is small. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
/** Few pages are under way at once in one of many processes. */
const MAX_IDLE_SOCKETS = 2;

export function createRenderClient({
  url,
  logger,
  deadlineMs = DEADLINE_MS,
  awayMs = AWAY_MS,
}: RenderClientOptions): RenderClient {
  if (url === undefined) return async () => undefined;
  const address = new URL('/render', url);
  const agent = new Agent({ keepAlive: true, maxFreeSockets: MAX_IDLE_SOCKETS });
  let isAway = false;
  let askAgainAtMs = 0;

  function noteAway(error: unknown): void {
    askAgainAtMs = performance.now() + awayMs;
    if (!isAway) logger.warn({ err: error }, 'the renderer does not answer; browsers draw pages meanwhile');
    isAway = true;
  }

  function noteAnswer(): void {
    if (isAway) logger.info('the renderer answers again');
    isAway = false;
  }

  return async (visit, cookie, userAgent, gone) => {
    if (gone.aborted) return undefined;
    const nowMs = performance.now();
    if (isAway && nowMs < askAgainAtMs) return undefined;
    askAgainAtMs = nowMs + awayMs;
    const ended = new AbortController();
    const leave = (): void => ended.abort();
    const deadline = setTimeout(() => ended.abort(new Error(`no answer in ${deadlineMs} ms`)), deadlineMs);
    gone.addEventListener('abort', leave, { once: true });
    try {
      const rendered = await ask(address, agent, JSON.stringify(visit), cookie, userAgent, ended.signal);
      noteAnswer();
      return rendered;
    } catch (error) {
      if (!gone.aborted) noteAway(ended.signal.aborted ? ended.signal.reason : error);
      return undefined;
    } finally {
      clearTimeout(deadline);
      gone.removeEventListener('abort', leave);
    }
  };
}

/** Undefined when it answered that it does not draw this page: it is busy, or its log says why. */
async function ask(
  address: URL,
  agent: Agent,
  body: string,
  cookie: string | undefined,
  userAgent: string | undefined,
  signal: AbortSignal,
): Promise<Rendered | undefined> {
  const attributes = {
    'http.request.method': 'POST',
    'url.path': address.pathname,
    'server.address': address.hostname,
    'server.port': Number(address.port),
  };
  return await withSpan('POST /render', { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const traceparent = traceparentOf(span);
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...(userAgent === undefined ? {} : { 'User-Agent': userAgent }),
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    const { status, text } = await post(address, { agent, headers, body, signal });
    span.setAttribute('http.response.status_code', status);
    if (status === 200) return readRendered(text);
    span.setAttribute('error.type', String(status));
    span.setStatus({ code: SpanStatusCode.ERROR });
    return undefined;
  });
}

/** @throws without quoting it: it is somebody's page */
function readRendered(text: string): Rendered {
  try {
    return renderedSchema.parse(JSON.parse(text));
  } catch {
    throw new Error('an answer that is no page');
  }
}

interface Post {
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

function post(address: URL, given: Post): Promise<{ readonly status: number; readonly text: string }> {
  const { agent, headers, body, signal } = given;
  return new Promise((resolve, reject) => {
    const outgoing = request(address, { method: 'POST', agent, headers, signal });
    outgoing.once('response', (incoming) => {
      const status = incoming.statusCode ?? 0;
      readText(incoming).then((text) => resolve({ status, text }), reject);
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      // A connection that waited since a page before: it was closed, which says nothing of whoever listens now.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(post(address, given));
      else reject(error);
    });
    outgoing.end(body);
  });
}

/** Decoded as a whole: a character may stand across two pieces. */
async function readText(incoming: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
