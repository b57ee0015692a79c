/** Figures: each as rows of a period beside the period before, and as CSV. */
import * as z from 'zod/mini';
import {
  type FigureName,
  figureNames,
  figureRows,
  figureSchema,
  LONGEST_PERIOD_DAYS,
  overviewSchema,
  type Period,
  periodQuery,
} from '../../contracts/analytics.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import { addDays, daysOf, periodBefore } from '../../handlers/analytics/period.ts';
import type { FigureScope } from '../../handlers/analytics/read-figures.ts';
import { readSpans, readStatuses } from '../../handlers/analytics/read-overview.ts';
import { type FigureStanding, readFigureStanding } from '../../handlers/analytics/read-standing.ts';
import { readWork, workColumns } from '../../handlers/analytics/read-work.ts';
import { ANALYTICS_FOLLOWER } from '../../handlers/followers/analytics.ts';
import { registrationFunnel } from '../../handlers/followers/registration-funnel.ts';
import type { Api } from '../api.ts';
import { csvReply } from '../csv.ts';
import { readFigure } from '../figures.ts';
import { invalid } from '../problem.ts';
import { type Access, type AnyCall, defineRoute, type Route } from '../route.ts';

const tag = 'Analytics';
const USUAL_DAYS = 30;

const summaries: Readonly<Record<FigureName, string>> = {
  trend: 'Tickets created, completed, cancelled and reopened on each day',
  distribution: 'Tickets created in a period, by what they are now',
  times: 'How long it took until work began and until it was done: median and 90th percentile',
  sla: 'Work that was completed in time, by priority',
  technicians: 'What technicians completed, in time and for good, and how it was rated',
  funnel: 'Registrations that arrived in a period, by each state that they have reached',
  deliveries: 'Messages by channel and what became of them',
};

/** Technicians read their own row of the one figure that is about them. */
function accessOf(name: FigureName): Access {
  return name === 'technicians' ? ['analytics.view', 'analytics.view_own'] : ['analytics.view'];
}

const csv = (description: string) => ({
  200: { description, schema: z.string(), type: 'text/csv' },
});

export const analyticsRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/analytics/overview',
    tag,
    summary: 'How the work stands, and what today, this week and this month brought',
    access: ['analytics.view'],
    answers: { 200: { description: 'The overview', schema: overviewSchema } },
    handle: async (_call, api) => {
      const standing = await standingNow(api);
      const statuses = await readStatuses(api.pool);
      return {
        status: 200,
        body: { statuses, spans: await readSpans(api.pool, standing.today), ...told(standing) },
      };
    },
  }),
  ...figureNames.flatMap((name) => [
    defineRoute({
      method: 'get',
      path: `/api/v1/analytics/${name}`,
      tag,
      summary: summaries[name],
      access: accessOf(name),
      query: periodQuery,
      answers: { 200: { description: 'The period and the one before it', schema: figureSchema(name) } },
      handle: async (call, api) => {
        const standing = await standingNow(api, name);
        const period = periodOf(call.query, standing);
        const before = periodBefore(period);
        const read = (of: Period) => readFigure(name, api, of, scopeOf(call));
        const body = {
          period,
          before,
          data: await read(period),
          dataBefore: await read(before),
          ...told(standing),
        };
        return { status: 200, body };
      },
    }),
    defineRoute({
      method: 'get',
      path: `/api/v1/analytics/${name}/export`,
      tag,
      summary: `${summaries[name]}, as CSV`,
      access: accessOf(name),
      query: periodQuery,
      answers: csv('A line for each row of the period'),
      handle: async (call, api) => {
        const period = periodOf(call.query, await standingNow(api, name));
        async function* once() {
          yield await readFigure(name, api, period, scopeOf(call));
        }
        return await csvReply(fileName(name, period), Object.keys(figureRows[name].shape), once());
      },
    }),
  ]),
  defineRoute({
    method: 'get',
    path: '/api/v1/analytics/work/export',
    tag,
    summary: 'Everything that was completed in a period, line by line, as CSV',
    access: ['analytics.view'],
    query: periodQuery,
    answers: csv('A line for each completion'),
    handle: async (call, api) => {
      const period = periodOf(call.query, await standingNow(api));
      return await csvReply(fileName('work', period), workColumns, readWork(api.pool, period));
    },
  }),
];

function standingNow(api: Api, name?: FigureName): Promise<FigureStanding> {
  const follower = name === 'funnel' ? registrationFunnel.name : ANALYTICS_FOLLOWER;
  return readFigureStanding(api.pool, api.now().toISOString(), follower);
}

function told({ behind, position }: FigureStanding) {
  return { behind, position: formatPosition(position) };
}

/** @throws ApiProblem when it ends before it begins, or is too long */
function periodOf(query: z.infer<typeof periodQuery>, { today }: FigureStanding): Period {
  const to = query.to ?? (query.from !== undefined && query.from > today ? query.from : today);
  const from = query.from ?? addDays(to, 1 - USUAL_DAYS);
  const period = { from, to };
  if (from > to) throw invalid('query.to', `must not be before ${from}`);
  if (daysOf(period) > LONGEST_PERIOD_DAYS)
    throw invalid('query.from', `must be at most ${LONGEST_PERIOD_DAYS} days before ${to}`);
  return period;
}

function scopeOf({ viewer }: Pick<AnyCall, 'viewer'>): FigureScope {
  if (viewer.permissions.has('analytics.view')) return {};
  // An account without a technician has no work of its own; no technician has an empty id.
  return { technicianId: viewer.technicianId ?? '' };
}

function fileName(name: string, { from, to }: Period): string {
  return `${name}-${from}-${to}.csv`;
}
