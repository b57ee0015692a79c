/** The runbooks of the alerts: where an alert, a dashboard or a trace leads to. */
import * as z from 'zod/mini';
import { html } from '../page-reply.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';

// Loaded with the first one that somebody opens.
const pages = () => import('../../ops/pages/runbooks.ts');

const tag = 'Operations pages';
const page = { description: 'A page', type: 'text/html' };

export const runbookRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/ops/runbooks',
    tag,
    summary: 'The runbooks of all alerts',
    access: ['traces.view'],
    page: true,
    answers: { 200: page },
    handle: async () => {
      const { listRunbooks, renderRunbookList } = await pages();
      return html(renderRunbookList(listRunbooks()));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ops/runbooks/:alert',
    tag,
    summary: 'What people see, what to check and what to do when an alert fires',
    access: ['traces.view'],
    page: true,
    params: z.object({ alert: z.string().check(z.regex(/^\w{1,64}$/)) }),
    answers: { 200: page },
    handle: async (call) => {
      const { alert } = call.params;
      const { readRunbook, renderRunbook } = await pages();
      const text = readRunbook(alert);
      if (text === undefined) throw new ApiProblem('not_found', { detail: `There is no runbook ${alert}.` });
      return html(renderRunbook(alert, text));
    },
  }),
];
