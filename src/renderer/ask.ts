/**
 * What a drawing asks the API, in the name of whoever opened the page: with their cookie, so it gets what they may see
 * and nothing else.
 */
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Render } from '../contracts/rendering.ts';
import { traceparentOf, withSpan } from '../engine/telemetry/spans.ts';

export interface Visitor {
  /** Undefined of whoever is not signed in. */
  readonly cookie: string | undefined;
  readonly userAgent: string | undefined;
}

type Ask = Parameters<Render>[1];

/** @param signal rejects everything that is under way, and everything that is asked later */
export function createAsk(apiUrl: string, visitor: Visitor, signal: AbortSignal): Ask {
  return (path) => {
    const asked = ask(apiUrl, path, visitor, signal);
    // A drawing may end without having waited for all it asked; what comes of that is nobody's error.
    asked.catch(() => undefined);
    return asked;
  };
}

async function ask(
  apiUrl: string,
  path: string,
  { cookie, userAgent }: Visitor,
  signal: AbortSignal,
): Promise<Response> {
  signal.throwIfAborted();
  const url = new URL(`${apiUrl}${path}`);
  // The cookie is for nobody else.
  if (!path.startsWith('/') || !url.pathname.startsWith('/api/'))
    throw new TypeError('Only addresses of the API below /api/ can be asked.');
  const attributes = {
    'http.request.method': 'GET',
    // Without the search: people search for names and numbers.
    'url.path': url.pathname,
    'server.address': url.hostname,
    'server.port': Number(url.port),
  };
  return await withSpan('GET', { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const traceparent = traceparentOf(span);
    const response = await fetch(url, {
      redirect: 'error',
      signal,
      headers: {
        accept: 'application/json',
        ...(cookie === undefined ? {} : { cookie }),
        ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
        ...(traceparent === undefined ? {} : { traceparent }),
      },
    });
    span.setAttribute('http.response.status_code', response.status);
    if (response.status >= 400) {
      span.setAttribute('error.type', String(response.status));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    return response;
  });
}
