/** What operators look at and turn: figures, schedules. */
import * as z from 'zod/mini';
import { formatPosition } from '../../contracts/generic/position.ts';
import { pageOf } from '../../contracts/http.ts';
import {
  cronRunSchema,
  listRunsQuery,
  scheduleNameSchema,
  scheduleSchema,
  ticketCountsQuery,
  ticketCountsSchema,
} from '../../contracts/operations.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import { readHead } from '../../engine/log.ts';
import { NO_ZONE } from '../../handlers/followers/ticket-counts.ts';
import { item, runCommands } from '../commands.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';
import { readRuns, readSchedules } from '../schedule-reads.ts';

const tag = 'Operations';

export const operationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/analytics/ticket-counts',
    tag,
    summary: 'Tickets by status and zone, kept from the log',
    access: ['analytics.view'],
    query: ticketCountsQuery,
    answers: { 200: { description: 'The counts', schema: ticketCountsSchema } },
    handle: async ({ query }, api) => {
      const position = formatPosition(await readHead(api.pool));
      const { rows } = await api.pool.query<{ zone: string; status: string; count: string }>({
        name: 'read_ticket_counts',
        text: `select zone, status, count from ticket_counts
          where count <> 0 and ($1::text is null or zone = $1) order by zone, status`,
        values: [query.zone ?? null],
      });
      const data = rows.map(({ zone, status, count }) => ({
        zone: zone === NO_ZONE ? null : zone,
        status,
        count: Number(count),
      }));
      return { status: 200, body: { data, position } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/schedules',
    tag,
    summary: 'All schedules, when they run next and how they ran last',
    access: ['schedules.view'],
    answers: {
      200: {
        description: 'By name',
        schema: z.object({ data: z.array(scheduleSchema), position: z.string() }),
      },
    },
    handle: async (_call, api) => {
      const position = formatPosition(await readHead(api.pool));
      return { status: 200, body: { data: await readSchedules(api), position } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/schedules/:name/runs',
    tag,
    summary: 'The instants of a schedule, newest first: when each ran, how long it took, what was missed',
    access: ['schedules.view'],
    params: z.strictObject({ name: scheduleNameSchema }),
    query: listRunsQuery,
    answers: { 200: { description: 'A page of runs', schema: pageOf(cronRunSchema) } },
    handle: async ({ params, query }, api) => {
      const position = formatPosition(await readHead(api.pool));
      const { data, next } = await readRuns(api.pool, params.name, query);
      if (data.length === 0 && !(await readSchedules(api)).some(({ name }) => name === params.name))
        throw new ApiProblem('not_found');
      return { status: 200, body: { data, page: { next }, position } };
    },
  }),
  ...(
    [
      ['run', 'Run a schedule now', 'schedule.runNow'],
      ['pause', 'Let a schedule rest', 'schedule.pause'],
      ['resume', 'Let a schedule run again', 'schedule.resume'],
    ] as const
  ).map(([name, summary, type]) =>
    defineRoute({
      method: 'post',
      path: `/api/v1/schedules/:name/${name}`,
      tag,
      summary,
      access: ['schedules.manage'],
      consoleAction: type.replace('runNow', 'run'),
      params: z.strictObject({ name: scheduleNameSchema }),
      body: emptySchema,
      idempotent: true,
      answers: { 204: { description: 'Done' } },
      handle: (call, api) =>
        runCommands(api, call, {
          items: [item(call, { kind: 'schedule', id: call.params.name }, { type })],
          answer: () => ({ status: 204, headers: {}, body: null }),
        }),
    }),
  ),
];
