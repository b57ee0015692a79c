/**
 * Bull Board at /admin/queues, behind the portal's own session.
 *
 * - Nobody without `queues.view` sees it, nobody without `queues.manage` changes anything: whatever is not a GET is
 *   an action, is written to the audit log before it happens, and is refused otherwise.
 * - Without `payloads.view`, data, results, errors, stack traces and logs are masked.
 * - It is loaded with the first visit: most processes never need it.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Viewer } from '../authority/viewer.ts';
import { queueNames } from '../contracts/generic/queues.ts';
import type { Queues } from '../engine/queues.ts';
import { outsideTrace } from '../engine/telemetry/spans.ts';
import type { Api } from './api.ts';
import { writeAudit } from './audit.ts';
import { byOf } from './commands.ts';
import { admit, isForSignIn, send, sendProblem, toSignIn } from './pipeline.ts';
import { ApiProblem } from './problem.ts';

export const QUEUES_PATH = '/admin/queues';
/** Set by us, never believed from outside: Bull Board's handlers see headers and nothing else of the viewer. */
const MASK_HEADER = 'x-trunkline-mask';
/** Its styles set attributes; scripts are its own files only. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

export function queuesPage(api: Api): RequestHandler {
  let board: Promise<RequestHandler> | undefined;
  return async (request, response, next) => {
    try {
      await admitAction(api, request, response);
      if (!api.queues) throw new ApiProblem('unavailable', { detail: 'There are no queues here.' });
      board ??= outsideTrace(() => createBoard(api.queues as Queues));
      response.setHeader('Content-Security-Policy', POLICY);
      (await board)(request, response, next);
    } catch (error) {
      if (isForSignIn(error, request)) send(response, toSignIn({ url: request.originalUrl }));
      else sendProblem(api, request, response, error);
    }
  };
}

async function admitAction(api: Api, request: Request, response: Response): Promise<void> {
  delete request.headers[MASK_HEADER];
  const isAction = request.method !== 'GET' && request.method !== 'HEAD';
  const viewer = (await admit(['queues.view'], api, request, response)) as Viewer;
  const may = viewer.permissions.has('queues.manage');
  if (isAction) {
    await writeAudit(api.pool, {
      by: byOf(viewer),
      action: may ? 'queues.action' : 'queues.refused',
      target: `${request.method} ${request.path}`.slice(0, 300),
      address: request.ip ?? null,
    });
    if (!may) throw new ApiProblem('forbidden', { detail: 'You may look at the queues, not change them.' });
  }
  if (!viewer.permissions.has('payloads.view')) request.headers[MASK_HEADER] = 'yes';
}

async function createBoard(queues: Queues): Promise<RequestHandler> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(QUEUES_PATH);
  createBullBoard({
    queues: queueNames.map((name) => new BullMQAdapter(queues.queue(name))),
    // Their own types do not agree with each other under exactOptionalPropertyTypes.
    serverAdapter: serverAdapter as unknown as Parameters<typeof createBullBoard>[0]['serverAdapter'],
    options: {
      uiConfig: { boardTitle: 'Trunkline queues', hideDocsLink: true },
      handlerHooks: {
        after: ({ request }, result) =>
          isMasked(request?.headers)
            ? { ...result, body: maskBody(result.body) as typeof result.body }
            : result,
      },
    },
  });
  return serverAdapter.getRouter() as RequestHandler;
}

function isMasked(headers: IncomingHttpHeaders | Record<string, unknown> | undefined): boolean {
  return headers?.[MASK_HEADER] === 'yes';
}

const MASKED = '[needs payloads.view]';
const secret = new Set([
  'data',
  'returnValue',
  'returnvalue',
  'failedReason',
  'stacktrace',
  'progress',
  'logs',
]);

/** A body that is a list of texts is the log of a job. */
function maskBody(body: unknown): unknown {
  const isLog = Array.isArray(body) && body.every((line) => typeof line === 'string');
  return isLog ? hide(body) : mask(body);
}

/** Keeps the shape that the page expects. */
function mask(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secret.has(key) ? hide(item) : mask(item)]),
  );
}

function hide(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.length > 0 ? [MASKED] : [];
  return typeof value === 'object' ? { masked: MASKED } : MASKED;
}
