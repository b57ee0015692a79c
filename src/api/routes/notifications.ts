/** The own in-app notices, and the test notice. */
import * as z from 'zod/mini';
import type { NotificationCommand } from '../../actors/notification/commands.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import { pageOf } from '../../contracts/http.ts';
import {
  changedSchema,
  listNotificationsQuery,
  notificationCountSchema,
  notificationQuery,
  notificationSchema,
  testNotificationSchema,
} from '../../contracts/notifications.ts';
import { idSchema } from '../../contracts/text.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import type { Row } from '../../engine/effects.ts';
import { readHead } from '../../engine/log.ts';
import type { Api } from '../api.ts';
import { item, runCommands } from '../commands.ts';
import { and, andIf, listRows, where } from '../list.ts';
import { noticeViews } from '../notice-words.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { type Call, defineRoute, type Route } from '../route.ts';

const tag = 'Notifications';
const params = z.strictObject({ id: idSchema });
/** More unread ones than this are read by asking again. */
const READ_ALL_LIMIT = 1_000;

/** The trace of a notice stands with the event that made it (by the key of events: actor and seq). */
const WITH_TRACE = `to_jsonb(d) || jsonb_build_object('trace', coalesce(d.trace,
  (select e.trace from events e where e.actor_kind = 'notification' and e.actor_id = d.id::text and e.seq = 1)))`;

/** What stands in an inbox; nothing else of the ledger does. */
const IN_APP = `d.channel = 'in_app' and d.status <> 'suppressed'`;
const OWN = `${IN_APP} and d.recipient_id = $2`;

const states = {
  all: 'd.archived_at is null',
  unseen: 'd.seen_at is null and d.archived_at is null',
  unread: 'd.read_at is null and d.archived_at is null',
  archived: 'd.archived_at is not null',
} as const;

export const notificationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/notifications',
    tag,
    summary: 'The own notices, newest first',
    access: 'signed_in',
    query: listNotificationsQuery,
    answers: { 200: { description: 'A page of notices', schema: pageOf(notificationSchema) } },
    // Index: deliveries_inbox.
    handle: async ({ query, viewer }, api) => {
      const conditions = where();
      and(conditions, `${IN_APP} and d.recipient_id = $?`, viewer.userId);
      and(conditions, states[query.state]);
      andIf(conditions, query.entityKind, 'd.entity_kind = $?');
      andIf(conditions, query.entityId, 'd.entity_id = $?');
      const page = await listRows(
        api.pool,
        {
          select: WITH_TRACE,
          from: 'deliveries d',
          where: conditions,
          sort: '-createdAt',
          sorts: { createdAt: { expression: 'd.created_at', type: 'instant', never: 'null' } },
          id: 'd.id',
          cursor: query.cursor,
          limit: query.limit,
        },
        (row) => row,
      );
      const data = await noticeViews(api, page.data, query.language ?? viewer.locale);
      return { status: 200, body: { ...page, data } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/notifications/count',
    tag,
    summary: 'How many of the own notices are unseen and unread',
    access: 'signed_in',
    answers: { 200: { description: 'The counts', schema: notificationCountSchema } },
    handle: async ({ viewer }, api) => {
      const position = formatPosition(await readHead(api.pool));
      // Index: deliveries_unread.
      const { rows } = await api.pool.query<{ unseen: number; unread: number }>({
        name: 'count_notices',
        text: `select count(*) filter (where d.seen_at is null)::int as unseen,
            count(*) filter (where d.read_at is null)::int as unread
          from deliveries d where ${IN_APP} and d.recipient_id = $1
            and d.archived_at is null and (d.seen_at is null or d.read_at is null)`,
        values: [viewer.userId],
      });
      return { status: 200, body: { ...rows[0], position } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/notifications/:id',
    tag,
    summary: 'One of the own notices',
    access: 'signed_in',
    params,
    query: notificationQuery,
    answers: { 200: { description: 'The notice', schema: notificationSchema } },
    handle: async ({ params: { id }, query, viewer }, api) => {
      const { rows } = await api.pool.query<{ row: Row }>({
        name: 'read_notice',
        text: `select ${WITH_TRACE} as row from deliveries d where d.id = $1 and ${OWN}`,
        values: [id, viewer.userId],
      });
      const found = rows.map(({ row }) => row);
      const [body] = await noticeViews(api, found, query.language ?? viewer.locale);
      if (!body) throw new ApiProblem('not_found');
      return { status: 200, body };
    },
  }),
  ...(
    [
      ['seen', 'A notice was on the screen'],
      ['read', 'A notice was opened'],
      ['archive', 'Put a notice away'],
    ] as const
  ).map(([type, summary]) =>
    defineRoute({
      method: 'post',
      path: `/api/v1/notifications/:id/${type}`,
      tag,
      summary,
      access: 'signed_in',
      params,
      body: emptySchema,
      idempotent: true,
      answers: { 204: { description: 'Noted' } },
      handle: async (call, api) => {
        await requireOwn(call, api);
        return await runCommands(api, call, {
          items: [item(call, { kind: 'notification', id: call.params.id }, { type })],
          answer: () => ({ status: 204, headers: {}, body: null }),
        });
      },
    }),
  ),
  defineRoute({
    method: 'post',
    path: '/api/v1/notifications/read-all',
    tag,
    summary: `Mark the own unread notices as read, at most ${READ_ALL_LIMIT} at once`,
    access: 'signed_in',
    body: emptySchema,
    idempotent: true,
    answers: { 200: { description: 'How many were', schema: changedSchema } },
    handle: async (call, api) => {
      const { rows } = await api.pool.query<{ id: string }>(
        `select d.id from deliveries d where ${IN_APP} and d.recipient_id = $1 and ${states.unread}
          order by d.created_at desc, d.id desc limit ${READ_ALL_LIMIT}`,
        [call.viewer.userId],
      );
      const [first, ...rest] = rows.map(({ id }) =>
        item(call, { kind: 'notification', id }, { type: 'read' }),
      );
      if (!first) return { status: 200, body: { changed: 0 } };
      return await runCommands(api, call, {
        items: [first, ...rest],
        answer: ({ length }) => ({ status: 200, headers: {}, body: { changed: length } }),
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/notifications/test',
    tag,
    summary: 'Send a test notice to somebody, or to oneself',
    access: ['notifications.test'],
    body: testNotificationSchema,
    idempotent: true,
    answers: { 201: { description: 'Sent', schema: z.object({ id: idSchema }) } },
    handle: async (call, api) => {
      const userId = call.body.userId ?? call.viewer.userId;
      const { rows } = await api.pool.query('select from users where id = $1', [userId]);
      if (rows.length === 0) throw invalid('userId', 'is not a known user');
      const id = api.newId();
      const command: NotificationCommand = {
        type: 'notify',
        userId,
        template: 'test',
        params: { message: call.body.message },
        entity: null,
        eventId: null,
        priority: 3,
      };
      return await runCommands(api, call, {
        creates: true,
        items: [item(call, { kind: 'notification', id }, command)],
        answer: () => ({ status: 201, headers: {}, body: { id } }),
      });
    },
  }),
];

async function requireOwn(call: Call<{ id: string }, unknown, unknown>, api: Api): Promise<void> {
  const { rows } = await api.pool.query({
    name: 'own_notice',
    text: `select from deliveries d where d.id = $1 and ${OWN}`,
    values: [call.params.id, call.viewer.userId],
  });
  if (rows.length === 0) throw new ApiProblem('not_found');
}
