/** Broadcasts: one message to all, a role, a zone, a person, or those who watch something. */
import type { BroadcastState } from '../../actors/broadcast/actor.ts';
import type { BroadcastCommand } from '../../actors/broadcast/commands.ts';
import {
  audienceCountSchema,
  audienceQuery,
  broadcastSchema,
  sendBroadcastSchema,
} from '../../contracts/broadcasts.ts';
import type { Role } from '../../contracts/permissions.ts';
import { isTold } from '../../handlers/notifications/told.ts';
import { item, runCommands } from '../commands.ts';
import { defineRoute, type Route } from '../route.ts';

export const broadcastRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/api/v1/broadcasts',
    tag: 'Broadcasts',
    summary: 'Send a message to many, through the log',
    access: ['broadcasts.send'],
    body: sendBroadcastSchema,
    idempotent: true,
    answers: { 201: { description: 'Sent', schema: broadcastSchema } },
    handle: (call, api) => {
      const command: BroadcastCommand = { type: 'send', ...call.body };
      return runCommands(api, call, {
        creates: true,
        items: [item(call, { kind: 'broadcast', id: api.newId() }, command)],
        answer: ([state]) => {
          const { id, audience, title, message, severity, createdAt } = state as BroadcastState;
          return { status: 201, headers: {}, body: { id, audience, title, message, severity, createdAt } };
        },
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/broadcasts/audience',
    tag: 'Broadcasts',
    summary: 'How many active accounts a broadcast would reach, by role',
    access: ['broadcasts.send'],
    query: audienceQuery,
    answers: { 200: { description: 'The counts', schema: audienceCountSchema } },
    handle: async ({ query: { to, role, zone, userId } }, api) => {
      const { rows } = await api.pool.query<{ role: Role; count: number }>({
        name: 'count_audience',
        text: `select role, count(*)::int as count from users where ${isTold()} and case $1::text
            when 'all' then true when 'role' then role = $2 when 'zone' then zone = $3 else id::text = $4 end
          group by role order by count desc, role`,
        values: [to, role ?? null, zone ?? null, userId ?? null],
      });
      const total = rows.reduce((sum, { count }) => sum + count, 0);
      return { status: 200, body: { total, data: rows } };
    },
  }),
];
