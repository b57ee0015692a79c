/**
 * The way of every request through a route, in this order: who is it, how often, from where, may they, what came,
 * the handler, the answer. One function, so that the order is plain and costs little.
 *
 * - A refusal is a problem from the catalogue; only an error of ours is logged, once, with its trace.
 * - Nothing of the body is read before the right to send it is known.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { trace } from '@opentelemetry/api';
import type { Request, Response } from 'express';
import { bearerOf, type Credential, readCredential } from '../authority/credentials.ts';
import type { Viewer } from '../authority/viewer.ts';
import { errorCode } from '../engine/database.ts';
import { observeTraced } from '../engine/metrics.ts';
import { currentTraceId, currentTraceparent } from '../engine/telemetry/spans.ts';
import type { Api } from './api.ts';
import { writeAudit } from './audit.ts';
import { type Body, readBody } from './body.ts';
import { byOf } from './commands.ts';
import { ApiProblem, toProblem } from './problem.ts';
import type { Access, AnyCall, Reply, Route } from './route.ts';
import type { Verdict } from './shared-limit.ts';
import { flatQuery, parseWith } from './validate.ts';

const WINDOW_SECONDS = 60;
const LINGER_MS = 5_000;
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Serves one request of the route; never rejects. */
export async function serve(route: Route, api: Api, request: Request, response: Response): Promise<void> {
  const startedAt = performance.now();
  nameSpan(request.method, route.path);
  try {
    const reply = await answer(route, api, request, response);
    if (reply.stream) await sendStream(response, reply, reply.stream);
    else send(response, reply);
  } catch (error) {
    if (route.page && isForSignIn(error, request)) send(response, toSignIn(request));
    else sendProblem(api, request, response, error);
  }
  if (route.upload) lingerOver(request);
  const labels = {
    http_request_method: request.method,
    http_route: route.path,
    http_response_status_code: String(response.statusCode),
  };
  const seconds = (performance.now() - startedAt) / 1_000;
  observeTraced('httpServerRequestDuration', seconds, labels, currentTraceparent());
}

/**
 * Who was answered before the end of their upload is still sending: what comes is read and dropped for a while, so that
 * they get to read the answer, and no longer.
 */
function lingerOver(request: Request): void {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.socket.destroy(), LINGER_MS).unref();
  request.once('close', () => clearTimeout(timer));
}

/** A person in a browser who is not signed in. */
export function isForSignIn(
  error: unknown,
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
): boolean {
  const isPage = method === 'GET' && (headers.accept ?? '').includes('text/html');
  return isPage && error instanceof ApiProblem && error.code === 'unauthenticated';
}

export function toSignIn({ url = '/' }: Pick<IncomingMessage, 'url'>): Reply {
  return { status: 303, headers: { Location: `/sign-in?next=${encodeURIComponent(url)}` } };
}

async function answer(route: Route, api: Api, request: Request, response: Response): Promise<Reply> {
  const viewer = await admit(route.access, api, request, response, refusalNote(route, api, request));
  const params = route.params ? parseParams(route, request.params) : undefined;
  const query = parseQuery(route, request.query);
  if (route.ifMatch === 'required' && request.headers['if-match'] === undefined) {
    throw new ApiProblem('precondition_required');
  }
  const body =
    UNSAFE.has(request.method) && !route.upload ? await readBody(request, route.maxBodyBytes) : NO_BODY;
  const call: AnyCall = {
    params,
    query,
    body: route.body ? parseWith(route.body, body.value) : undefined,
    bodyHash: body.hash,
    rawBody: body.raw,
    upload: () => {
      if (!route.upload) throw new Error(`${route.path} takes no upload`);
      return request;
    },
    method: request.method,
    path: request.path,
    address: addressOf(request),
    secure: request.secure,
    header: (name) => singleHeader(request, name),
    maybeViewer: viewer,
    get viewer() {
      if (!viewer) throw new ApiProblem('unauthenticated');
      return viewer;
    },
  };
  return await route.handle(call, api);
}

const NO_BODY: Body = { value: undefined, hash: () => '', raw: () => Buffer.alloc(0) };

/** Who it is, within the limits, from our own pages, with the right the route asks for. */
export async function admit(
  access: Access,
  api: Api,
  request: IncomingMessage & { readonly ip?: string | undefined; readonly protocol?: string },
  response: ServerResponse,
  onRefused?: (viewer: Viewer) => Promise<void>,
): Promise<Viewer | undefined> {
  const { authorization, cookie } = request.headers;
  const bearer = bearerOf(authorization);
  const credential = readCredential({
    ...(cookie === undefined ? {} : { cookie }),
    ...(bearer === undefined ? {} : { bearer }),
  });
  const viewer = credential && (await identify(api, request, credential));
  // Health and metrics are asked by machines that must always get their answer; sign-ins have limits of their own.
  if (viewer) limit(response, 'user', api.userLimit.take(viewer.userId));
  else if (access !== 'public') limit(response, 'address', api.addressLimit.take(addressOf(request)));
  if (access === 'public') {
    // Signing in from another site's page would sign a person in as somebody else.
    if (UNSAFE.has(request.method ?? '')) refuseForeignOrigin(request, false);
    return viewer;
  }
  if (!viewer) throw new ApiProblem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
  if (viewer.credential === 'session' && UNSAFE.has(request.method ?? '')) refuseForeignOrigin(request, true);
  if (!isAllowed(access, viewer)) {
    await onRefused?.(viewer);
    throw new ApiProblem('forbidden');
  }
  return viewer;
}

/** Who tried a deed at the consoles without the right stands in the audit log. */
function refusalNote(
  { consoleAction }: Route,
  api: Api,
  request: Request,
): ((viewer: Viewer) => Promise<void>) | undefined {
  if (consoleAction === undefined) return undefined;
  return (viewer) =>
    writeAudit(api.pool, {
      by: byOf(viewer),
      action: `${consoleAction}.refused`,
      target: `${request.method} ${request.path}`.slice(0, 300),
      address: addressOf(request),
    });
}

/** Guessing credentials costs a look-up each; an address that has used up its limit gets none. */
async function identify(
  api: Api,
  request: IncomingMessage & { readonly ip?: string | undefined },
  credential: Credential,
): Promise<Viewer | undefined> {
  const address = addressOf(request);
  if (api.addressLimit.exhausted(address)) limit(undefined, 'address', api.addressLimit.take(address));
  return await api.sessions.viewer(credential);
}

function isAllowed(access: Exclude<Access, 'public'>, viewer: Viewer): boolean {
  if (access === 'signed_in') return true;
  if (access === 'session') return viewer.credential === 'session';
  return access.some((permission) => viewer.permissions.has(permission));
}

/**
 * Browsers send Origin with everything that changes something; other clients of a cookie have to.
 * @throws ApiProblem bad_origin
 */
function refuseForeignOrigin(
  request: IncomingMessage & { readonly protocol?: string },
  required: boolean,
): void {
  const { origin, host } = request.headers;
  if (origin === undefined && !required) return;
  if (origin === undefined || origin !== `${request.protocol}://${host}`) throw new ApiProblem('bad_origin');
}

function limit(response: ServerResponse | undefined, name: string, verdict: Verdict): void {
  const headers = {
    'RateLimit-Policy': `"${name}";q=${verdict.limit};w=${WINDOW_SECONDS}`,
    RateLimit: `"${name}";r=${verdict.remaining};t=${verdict.resetSeconds}`,
  };
  if (!verdict.allowed) {
    throw new ApiProblem('rate_limited', {
      headers: { ...headers, 'Retry-After': String(verdict.resetSeconds) },
    });
  }
  for (const [header, value] of Object.entries(headers)) response?.setHeader(header, value);
}

/** An id that cannot be one names nothing. */
function parseParams(route: Route, params: unknown): unknown {
  const parsed = route.params?.safeParse(params);
  if (!parsed?.success) throw new ApiProblem('not_found');
  return parsed.data;
}

function parseQuery(route: Route, query: Readonly<Record<string, unknown>>): unknown {
  const flat = flatQuery(query);
  if (route.query) return parseWith(route.query, flat, 'query');
  const [unknown] = Object.keys(flat);
  if (unknown === undefined) return undefined;
  throw new ApiProblem('invalid_request', {
    errors: [{ path: `query.${unknown}`.slice(0, 300), message: 'is not a parameter of this address' }],
  });
}

/** One address for one machine: a socket that takes both kinds shows an IPv4 address as `::ffff:a.b.c.d`. */
export function addressOf(request: IncomingMessage & { readonly ip?: string | undefined }): string {
  return (request.ip ?? request.socket.remoteAddress ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '');
}

function singleHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function nameSpan(method: string, path: string): void {
  const span = trace.getActiveSpan();
  if (!span) return;
  span.updateName(`${method} ${path}`);
  span.setAttribute('http.route', path);
}

/** A client that leaves before the end is no error; its leaving ends the stream. */
async function sendStream(
  response: ServerResponse,
  { status, headers = {} }: Reply,
  stream: Readable,
): Promise<void> {
  response.writeHead(status, { ...ownHeaders(), ...headers });
  await pipeline(stream, response).catch((error: unknown) => {
    if (errorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

function ownHeaders(): Record<string, string> {
  const traceId = currentTraceId();
  return { 'Cache-Control': 'no-store', ...(traceId ? { 'Trace-Id': traceId } : {}) };
}

export function send(response: ServerResponse, { status, headers = {}, body, text }: Reply): void {
  if (response.headersSent) return;
  const own = ownHeaders();
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  if (content === undefined) {
    response.writeHead(status, { ...own, ...headers }).end();
    return;
  }
  response
    .writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(content),
      ...own,
      ...headers,
    })
    .end(content);
}

/** Answers any error as a problem; logs it when it is one of ours. */
export function sendProblem(
  api: Pick<Api, 'logger'>,
  request: IncomingMessage & { readonly path?: string },
  response: ServerResponse,
  error: unknown,
): void {
  const problem = toProblem(error, (request.path ?? '').slice(0, 300), currentTraceId());
  if (problem.unexpected) {
    api.logger.error({ err: error, method: request.method, path: request.path }, 'request failed');
    trace.getActiveSpan()?.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
  }
  if (response.headersSent) {
    response.destroy();
    return;
  }
  send(response, {
    status: problem.status,
    headers: { ...problem.headers, 'Content-Type': 'application/problem+json' },
    body: problem.body,
  });
}
