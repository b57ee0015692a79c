/** Broadcasts: one message to all, a role, a zone, a person, or those who watch something. */
import type { BroadcastState } from '../../actors/broadcast/actor.ts';
import type { BroadcastCommand } from '../../actors/broadcast/commands.ts';
import { broadcastSchema, sendBroadcastSchema } from '../../contracts/broadcasts.ts';
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
];
