/** What people ask of a ticket by name: one route for each command. */
import type * as z from 'zod/mini';
import type { RowGuard, TicketCommand } from '../../actors/ticket/commands.ts';
import { locksOf } from '../../actors/ticket/places.ts';
import type { TicketState } from '../../actors/ticket/state.ts';
import type { Viewer } from '../../authority/viewer.ts';
import {
  assignTicketSchema,
  cancelTicketSchema,
  claimTicketSchema,
  commentTicketSchema,
  completeTicketSchema,
  emptySchema,
  holdTicketSchema,
  rateTicketSchema,
  reopenTicketSchema,
  snoozeTicketSchema,
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
  /** Comments, claims and the like do not go stale. */
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
        items: [{ ...item(call, { kind: 'ticket', id }, command, { ifMatch }), locks: locksOf(command) }],
        answer: ([state]) => {
          const answer = ticketAnswer(call, api, state as TicketState);
          return spec.status ? { ...answer, status: spec.status } : answer;
        },
      });
    },
  });
}

/** Checked again under the lock: the row may have changed hands since it was looked at. */
export function guardOf(viewer: Viewer): { guard?: RowGuard } {
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
      const { scheduledAt, overbook } = body;
      return {
        type: 'assign',
        team,
        ...(scheduledAt ? { scheduledAt } : {}),
        ...(overbook ? { overbook: true } : {}),
      };
    },
  }),
  commandRoute({
    name: 'claim',
    summary: 'Take an open ticket of the own zone',
    body: claimTicketSchema,
    ifMatch: false,
    command: ({ body, viewer }) => {
      const { technicianId, zone, userId } = viewer;
      if (technicianId === null || zone === null) {
        throw new ApiProblem('not_possible', {
          detail: 'Your account is not that of a technician with a zone.',
        });
      }
      const member = { technicianId, userId, lead: true };
      return { type: 'claim', member, zone, ...(body.overbook ? { overbook: true } : {}) };
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
      const { resolution, equipmentSerials, signalDbm, survey } = body;
      return {
        type: 'complete',
        resolution,
        ...(equipmentSerials ? { equipmentSerials } : {}),
        ...(signalDbm === undefined ? {} : { signalDbm }),
        ...(survey ? { survey: { feasible: survey.feasible, note: survey.note ?? null } } : {}),
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
  commandRoute({
    name: 'snooze',
    summary: 'Put a ticket out of the way until an instant; its SLA clock runs on',
    body: snoozeTicketSchema,
    ifMatch: false,
    command: ({ body }) => ({ type: 'snooze', ...body }),
  }),
  commandRoute({
    name: 'unsnooze',
    summary: 'Bring a snoozed ticket back before its time',
    body: emptySchema,
    ifMatch: false,
    command: () => ({ type: 'unsnooze' }),
  }),
  commandRoute({
    name: 'rate',
    summary: 'Rate the work, within 30 days of its completion; change it within 7 days of the first rating',
    body: rateTicketSchema,
    ifMatch: false,
    command: ({ body, viewer }) => {
      const { customerId } = viewer;
      if (viewer.class !== 'public' || customerId === null) {
        throw new ApiProblem('forbidden', { detail: 'Tickets are rated by their customers.' });
      }
      const feedback = body.feedback?.trim() || null;
      return { type: 'rate', rating: body.rating, feedback, guard: { customerId } };
    },
  }),
];
