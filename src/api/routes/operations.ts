/** What operators look at and turn: figures, dead letters, schedules, the audit log. */
import * as z from 'zod/mini';
import { formatPosition } from '../../contracts/generic/position.ts';
import { pageOf } from '../../contracts/http.ts';
import {
  auditSchema,
  deadLetterIdSchema,
  deadLetterSchema,
  discardDeadLetterSchema,
  listAuditQuery,
  listDeadLettersQuery,
  scheduleNameSchema,
  scheduleSchema,
  ticketCountsQuery,
  ticketCountsSchema,
} from '../../contracts/operations.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import type { By } from '../../engine/actor-types.ts';
import { readHead } from '../../engine/log.ts';
import { traceIdOf } from '../../engine/telemetry/spans.ts';
import { NO_ZONE } from '../../handlers/followers/ticket-counts.ts';
import type { Api } from '../api.ts';
import { writeAudit } from '../audit.ts';
import { byOf, item, runCommands } from '../commands.ts';
import { and, andIf, contains, listRows, where } from '../list.ts';
import { ApiProblem } from '../problem.ts';
import { instant } from '../reads.ts';
import { type AnyCall, defineRoute, type Route } from '../route.ts';

const tag = 'Operations';
const letterParams = z.strictObject({ id: deadLetterIdSchema });

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
    path: '/api/v1/dead-letters',
    tag,
    summary: 'Events that a handler could not take, newest first',
    access: ['dead_letters.manage'],
    query: listDeadLettersQuery,
    answers: { 200: { description: 'A page of dead letters', schema: pageOf(deadLetterSchema) } },
    handle: async ({ query, viewer }, api) => {
      const conditions = where();
      and(conditions, 'd.status = $?', query.status);
      andIf(conditions, query.handler, 'd.handler = $?');
      andIf(conditions, query.actorKind, 'd.actor_kind = $?');
      andIf(conditions, query.actorId, 'd.actor_id = $?');
      const seesErrors = viewer.permissions.has('payloads.view');
      if (query.q !== undefined) {
        const words = contains(query.q);
        const searched = seesErrors ? 'or d.error ilike $?' : '';
        and(conditions, `(d.handler ilike $? or e.type ilike $? ${searched})`, words, words, words);
      }
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: `to_jsonb(d) || jsonb_build_object('event_type', e.type, 'trace', e.trace)`,
            from: 'dead_letters d join events e on e.id = d.event_id',
            where: conditions,
            sort: '-id',
            sorts: { id: { expression: 'd.id', type: 'id' } },
            id: 'd.id',
            idType: 'bigint',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row) => ({
            id: String(row.id),
            group: row.group,
            handler: row.handler,
            eventId: String(row.event_id),
            eventType: row.event_type,
            actor: { kind: row.actor_kind, id: row.actor_id },
            error: seesErrors ? row.error : null,
            attempts: row.attempts,
            status: row.status,
            at: instant(row.at),
            resolvedAt: instant(row.resolved_at),
            reason: row.reason,
            traceId: traceIdOf(row.trace as string | null) ?? null,
          }),
        ),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/dead-letters/:id/replay',
    tag,
    summary: 'Run the handler for the event again, once',
    access: ['dead_letters.manage'],
    params: letterParams,
    body: emptySchema,
    answers: { 204: { description: 'Done' }, 409: { description: 'Resolved already, or it failed again' } },
    handle: async (call, api) => {
      const { id } = call.params;
      const by = await audited(call, api, 'dead_letter.replay', id);
      const result = await api.deadLetters.replay(id, by);
      if (result.outcome === 'failed') {
        const seesErrors = call.viewer.permissions.has('payloads.view');
        throw new ApiProblem('conflict', {
          detail: seesErrors ? `It failed again: ${result.error}` : 'It failed again.',
        });
      }
      if (result.outcome === 'not_open') throw await gone(api, id);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/dead-letters/:id/discard',
    tag,
    summary: 'Give a dead letter up, with a reason',
    access: ['dead_letters.manage'],
    params: letterParams,
    body: discardDeadLetterSchema,
    answers: { 204: { description: 'Done' }, 409: { description: 'Resolved already' } },
    handle: async (call, api) => {
      const { id } = call.params;
      const by = await audited(call, api, 'dead_letter.discard', id, { reason: call.body.reason });
      if (!(await api.deadLetters.discard(id, by, call.body.reason))) throw await gone(api, id);
      return { status: 204 };
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
      const { rows } = await api.pool.query<ScheduleRow>({
        name: 'read_schedules',
        text: `select s.id, s.cron, s.zone, s.next_instant, s.paused, r.instant, r.outcome, r.started_at
          from schedules s left join lateral (
            select * from cron_runs where name = s.id order by instant desc limit 1) r on true order by s.id`,
      });
      return { status: 200, body: { data: rows.map(scheduleView), position } };
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
  defineRoute({
    method: 'get',
    path: '/api/v1/audit',
    tag,
    summary: 'Who did what where the log has no actor for it',
    access: ['audit.view'],
    query: listAuditQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(auditSchema) } },
    handle: async ({ query }, api) => {
      const conditions = where();
      andIf(conditions, query.action, 'a.action = $?');
      andIf(conditions, query.by, `a.by->>'id' = $?`);
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: 'to_jsonb(a)',
            from: 'audit_log a',
            where: conditions,
            sort: '-id',
            sorts: { id: { expression: 'a.id', type: 'id' } },
            id: 'a.id',
            idType: 'bigint',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row) => ({
            id: String(row.id),
            at: instant(row.at),
            by: row.by,
            action: row.action,
            target: row.target,
            detail: row.detail,
            address: row.address,
            traceId: traceIdOf(row.trace as string | null) ?? null,
          }),
        ),
      };
    },
  }),
];

/** Written before the deed, so that none goes without. */
async function audited(
  call: AnyCall,
  api: Api,
  action: string,
  target: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<By> {
  const by = byOf(call.viewer);
  await writeAudit(api.pool, { by, action, target, detail, address: call.address });
  return by;
}

async function gone(api: Api, id: string): Promise<ApiProblem> {
  const { rows } = await api.pool.query<{ status: string }>('select status from dead_letters where id = $1', [
    id,
  ]);
  return rows[0]
    ? new ApiProblem('wrong_state', { detail: `The dead letter is ${rows[0].status}.`, allowed: [] })
    : new ApiProblem('not_found');
}

interface ScheduleRow {
  id: string;
  cron: string;
  zone: string;
  next_instant: Date;
  paused: boolean;
  instant: Date | null;
  outcome: string | null;
  started_at: Date | null;
}

function scheduleView({
  id,
  cron,
  zone,
  next_instant,
  paused,
  instant: at,
  outcome,
  started_at,
}: ScheduleRow) {
  return {
    name: id,
    cron,
    zone,
    nextInstant: next_instant.toISOString(),
    paused,
    lastRun: at && { instant: at.toISOString(), outcome, startedAt: started_at?.toISOString() },
  };
}
