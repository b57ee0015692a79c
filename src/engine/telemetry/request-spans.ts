/**
 * A SERVER span for each HTTP request, after the HTTP conventions
 * (https://opentelemetry.io/docs/specs/semconv/http/http-spans/). The route names it once it is known; the query
 * string is left out, since people search for names and numbers.
 */
import type { RequestListener } from 'node:http';
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { startSpan } from './spans.ts';

/** Asked each second by machines. */
const QUIET = /^\/(livez|readyz|health|metrics)(\?|$)/;

export function traceRequests(listener: RequestListener): RequestListener {
  return (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    if (QUIET.test(url)) {
      listener(request, response);
      return;
    }
    const query = url.indexOf('?');
    const parent = headers.traceparent;
    const span = startSpan(method, {
      kind: SpanKind.SERVER,
      parent: typeof parent === 'string' ? parent : null,
      attributes: {
        'http.request.method': method,
        'url.path': query === -1 ? url : url.slice(0, query),
        'url.scheme': 'http',
        'network.protocol.version': request.httpVersion,
      },
    });
    // Also when the client is gone before the answer.
    response.once('close', () => {
      span.setAttribute('http.response.status_code', response.statusCode);
      if (response.statusCode >= 500) {
        // The class of an unexpected error says more, where the pipeline has met one.
        const named = (span as Partial<ReadableSpan>).attributes?.['error.type'];
        span.setAttribute('error.type', named ?? String(response.statusCode));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    });
    context.with(trace.setSpan(ROOT_CONTEXT, span), listener, undefined, request, response);
  };
}
