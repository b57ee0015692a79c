/**
 * Bull Board at /admin/queues, behind the portal's own session.
 *
 * - Nobody without `queues.view` sees it, and nobody a queue whose content they may not see. Each action has a
 *   permission of its own (`queues-rights.ts`); it is written to the audit log before it happens, and so is who
 *   tried it without. Buttons are shown to those who may press them.
 * - Without `payloads.view`, data, results, errors, stack traces and logs are masked.
 * - With `traces.view`, every row leads to the journey of what it is about.
 * - It is loaded with the first visit: most processes never need it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request, RequestHandler, Response } from 'express';
import type { Viewer } from '../authority/viewer.ts';
import { type DeliveryJob, type MailboxJob, queueNames } from '../contracts/generic/queues.ts';
import type { Permission } from '../contracts/permissions.ts';
import type { Queues } from '../engine/queues.ts';
import { outsideTrace } from '../engine/telemetry/spans.ts';
import type { Api } from './api.ts';
import { writeAudit } from './audit.ts';
import { byOf } from './commands.ts';
import { addressOf, admit, isForSignIn, send, sendProblem, toSignIn } from './pipeline.ts';
import { ApiProblem } from './problem.ts';
import { maySeeQueue, offeredOf, permissionOf, styleFor } from './queues-rights.ts';

export const QUEUES_PATH = '/admin/queues';
/** Its styles set attributes; scripts are its own files only. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

interface Visit {
  readonly viewer: Viewer;
  readonly target: string;
  readonly address: string | null;
}

/** Whose request it is: Bull Board hands its handlers nothing of ours. */
const visits = new AsyncLocalStorage<Visit>();

export function queuesPage(api: Api): RequestHandler {
  let board: Promise<RequestHandler> | undefined;
  return async (request, response, next) => {
    try {
      const visit = await admitVisit(api, request, response);
      if (!api.queues) throw new ApiProblem('unavailable', { detail: 'There are no queues here.' });
      board ??= outsideTrace(() => createBoard(api, api.queues as Queues));
      response.setHeader('Content-Security-Policy', POLICY);
      const handle = await board;
      addStyle(response, styleFor(visit.viewer.permissions));
      visits.run(visit, () => handle(request, response, next));
    } catch (error) {
      if (isForSignIn(error, request)) send(response, toSignIn({ url: request.originalUrl }));
      else sendProblem(api, request, response, error);
    }
  };
}

async function admitVisit(api: Api, request: Request, response: Response): Promise<Visit> {
  const viewer = (await admit(['queues.view'], api, request, response)) as Viewer;
  const target = `${request.method} ${request.path}`.slice(0, 300);
  return { viewer, target, address: addressOf(request) };
}

/**
 * To the page itself, which Bull Board renders; its data and files go as they are. Its fonts are asked of a server
 * outside, which the policy forbids: nobody should learn who looks at the queues.
 */
function addStyle(response: Response, style: string): void {
  const send = response.send.bind(response);
  response.send = (body) => {
    if (typeof body !== 'string' || !body.startsWith('<!DOCTYPE html>')) return send(body);
    const own = body.replace(/<link [^>]*fonts\.googleapis\.com[^>]*>/, '');
    return send(own.replace('</head>', `<style>${style}</style></head>`));
  };
}

/** Written before the deed, so that none goes without; what was refused stands there too. */
async function admitAction(api: Api, needed: Permission | 'unknown'): Promise<boolean> {
  const visit = visits.getStore();
  if (!visit) return false;
  const { viewer, target, address } = visit;
  const may = needed !== 'unknown' && viewer.permissions.has(needed);
  await writeAudit(api.pool, {
    by: byOf(viewer),
    action: may ? 'queues.action' : 'queues.refused',
    target,
    detail: { needs: needed },
    address,
  });
  return may;
}

function may(permission: Permission): boolean {
  return visits.getStore()?.viewer.permissions.has(permission) ?? false;
}

async function createBoard(api: Api, queues: Queues): Promise<RequestHandler> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(QUEUES_PATH);
  createBullBoard({
    queues: queueNames.map((name) => {
      const adapter = new BullMQAdapter(queues.queue(name), {
        externalJobUrl: ({ data }) => ({ displayText: 'Journey', href: journeyOf(data as JobData) }),
      });
      adapter.setVisibilityGuard(() =>
        maySeeQueue(name, visits.getStore()?.viewer.permissions ?? new Set<Permission>()),
      );
      return adapter;
    }),
    // Their own types do not agree with each other under exactOptionalPropertyTypes.
    serverAdapter: serverAdapter as unknown as Parameters<typeof createBullBoard>[0]['serverAdapter'],
    options: {
      uiConfig: { boardTitle: 'Trunkline queues', hideDocsLink: true },
      handlerHooks: {
        before: async ({ method, route }) => {
          const needed = permissionOf(method, route);
          if (needed === undefined || (await admitAction(api, needed))) return;
          return { allow: false, status: 403, message: `You may look at the queues; this needs ${needed}.` };
        },
        after: (_context, result) => {
          let { body } = result;
          if (!may('traces.view')) body = without(body, 'externalUrl') as typeof body;
          if (!may('payloads.view')) body = maskBody(body) as typeof body;
          body = offer(body) as typeof body;
          return { ...result, body };
        },
      },
    },
  });
  return serverAdapter.getRouter() as RequestHandler;
}

type JobData = Partial<MailboxJob & DeliveryJob & { timer: string; schedule: string }>;

/** From the data of a job to the journey of the event that it is about. */
export function journeyOf({ kind, id, delivery, timer, schedule, trace }: JobData): string {
  const about = schedule ? { kind: 'schedule', id: schedule } : { kind, id, delivery, timer };
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...about, trace })) if (value) params.set(key, value);
  return `/ops/journey?${params}`;
}

/** Bull Board's list of queues says of each what its page offers. */
function offer(body: unknown): unknown {
  const { queues } = (body ?? {}) as { readonly queues?: unknown };
  if (!Array.isArray(queues)) return body;
  const offered = offeredOf(visits.getStore()?.viewer.permissions ?? new Set());
  return { ...(body as object), queues: queues.map((queue: object) => ({ ...queue, ...offered })) };
}

/** The same without one key, wherever it stands. */
function without(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => (name === key ? [] : [[name, without(item, key)]])),
  );
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
