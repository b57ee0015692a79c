/** What people ask of a ticket by name: one route for each command. */
import type * as z from 'zod/mini';
import type { RowGuard, TicketCommand } from '../../actors/ticket/commands.ts';
import type { TicketState } from '../../actors/ticket/state.ts';
import type { Viewer } from '../../authority/viewer.ts';
import {
  assignTicketSchema,
  cancelTicketSchema,
  commentTicketSchema,
  completeTicketSchema,
  emptySchema,
  holdTicketSchema,
  reopenTicketSchema,
  type TicketCommandName,
  ticketSchema,
} from '../../contracts/tickets.ts';
import type { Api } from '../api.ts';
import { item, runCommands } from '../commands.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { readTeam } from '../ticket-reads.ts';
import { commandPermissions } from '../ticket-view.ts';
import { requireVisible, ticketAnswer, ticketParams } from './tickets.ts';

interface CommandRoute<B extends z.ZodMiniType> {
  readonly name: TicketCommandName;
  readonly summary: string;
  readonly body: B;
  /** Comments and claims do not go stale. */
  readonly ifMatch?: false;
  readonly status?: 201;
  readonly command: (
    call: Call<{ id: string }, undefined, z.output<B>>,
    api: Api,
  ) => TicketCommand | Promise<TicketCommand>;
}

function commandRoute<B extends z.ZodMiniType>(spec: CommandRoute<B>): Route {
  const ifMatch = spec.ifMatch ?? true;
  return defineRoute({
    method: 'post',
    path: `/api/v1/tickets/:id/${spec.name}`,
    tag: 'Tickets',
    summary: spec.summary,
    access: [commandPermissions[spec.name]],
    params: ticketParams,
    body: spec.body,
    idempotent: true,
    ...(ifMatch ? { ifMatch: 'optional' as const } : {}),
    answers: { [spec.status ?? 200]: { description: 'The ticket as it is now', schema: ticketSchema } },
    handle: async (call, api) => {
      const { id } = call.params;
      await requireVisible(call, api, id);
      const command = await spec.command(call as Call<{ id: string }, undefined, z.output<B>>, api);
      return await runCommands(api, call, {
        items: [item(call, { kind: 'ticket', id }, command, { ifMatch })],
        answer: ([state]) => {
          const answer = ticketAnswer(call, api, state as TicketState);
          return spec.status ? { ...answer, status: spec.status } : answer;
        },
      });
    },
  });
}

/** Checked again under the lock: the row may have changed hands since it was looked at. */
function guardOf(viewer: Viewer): { guard?: RowGuard } {
  if (viewer.permissions.has('tickets.view_all')) return {};
  if (viewer.class === 'public') return { guard: { customerId: viewer.customerId ?? '' } };
  return { guard: { technicianId: viewer.technicianId ?? '' } };
}

export const ticketCommandRoutes: readonly Route[] = [
  commandRoute({
    name: 'assign',
    summary: 'Put a team on a ticket, for the first time or instead of another',
    body: assignTicketSchema,
    command: async ({ body }, api) => {
      const ids = [body.technicianId, ...(body.members ?? [])];
      const team = await readTeam(api.pool, ids);
      const known = new Set(team.map((member) => member.technicianId));
      if (!known.has(body.technicianId)) throw invalid('technicianId', 'is not a known technician');
      const unknown = ids.findIndex((id) => !known.has(id));
      if (unknown > 0) throw invalid(`members.${unknown - 1}`, 'is not a known technician');
      return { type: 'assign', team, ...(body.scheduledAt ? { scheduledAt: body.scheduledAt } : {}) };
    },
  }),
  commandRoute({
    name: 'claim',
    summary: 'Take an open ticket of the own zone',
    body: emptySchema,
    ifMatch: false,
    command: ({ viewer }) => {
      const { technicianId, zone, userId } = viewer;
      if (technicianId === null || zone === null) {
        throw new ApiProblem('not_possible', {
          detail: 'Your account is not that of a technician with a zone.',
        });
      }
      return { type: 'claim', member: { technicianId, userId, lead: true }, zone };
    },
  }),
  commandRoute({
    name: 'start',
    summary: 'Begin the work',
    body: emptySchema,
    command: ({ viewer }) => ({ type: 'start', ...guardOf(viewer) }),
  }),
  commandRoute({
    name: 'hold',
    summary: 'Let the work wait; the SLA clock stands still',
    body: holdTicketSchema,
    command: ({ body, viewer }) => ({ type: 'hold', ...body, ...guardOf(viewer) }),
  }),
  commandRoute({
    name: 'resume',
    summary: 'Go on with the work',
    body: emptySchema,
    command: ({ viewer }) => ({ type: 'resume', ...guardOf(viewer) }),
  }),
  commandRoute({
    name: 'complete',
    summary: 'The work is done',
    body: completeTicketSchema,
    command: ({ body, viewer }) => {
      const { resolution, equipmentSerials, signalDbm, photoUrl } = body;
      return {
        type: 'complete',
        resolution,
        ...(equipmentSerials ? { equipmentSerials } : {}),
        ...(signalDbm === undefined ? {} : { signalDbm }),
        ...(photoUrl ? { photoUrl } : {}),
        ...guardOf(viewer),
      };
    },
  }),
  commandRoute({
    name: 'cancel',
    summary: 'Give the ticket up',
    body: cancelTicketSchema,
    command: ({ body, viewer }) => ({ type: 'cancel', ...body, ...guardOf(viewer) }),
  }),
  commandRoute({
    name: 'reopen',
    summary: 'Open a ticket again within seven days of its completion',
    body: reopenTicketSchema,
    command: ({ body, viewer }) => ({ type: 'reopen', ...body, ...guardOf(viewer) }),
  }),
  commandRoute({
    name: 'comments',
    summary: 'Comment on a ticket; an internal comment reaches staff only',
    body: commentTicketSchema,
    ifMatch: false,
    status: 201,
    command: ({ body, viewer }, api) => {
      if (body.internal && !viewer.permissions.has('tickets.comment_internal')) {
        throw new ApiProblem('forbidden', { detail: 'Internal comments are for staff.' });
      }
      // Whoever sees a ticket may comment on it: a technician of the zone before claiming it, too.
      const guard = viewer.class === 'public' ? guardOf(viewer) : {};
      return { type: 'comment', commentId: api.newId(), text: body.text, internal: body.internal, ...guard };
    },
  }),
];
