/** Who suits a ticket, and what is assigned by itself. */
import * as z from 'zod/mini';
import type { DispatchCommand, DispatchState } from '../../actors/dispatch/actor.ts';
import {
  candidatesQuery,
  candidatesSchema,
  type Dispatch,
  dispatchesSchema,
  dispatchSchema,
  setDispatchSchema,
} from '../../contracts/dispatch.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import { zoneSchema } from '../../contracts/text.ts';
import { readHead } from '../../engine/log.ts';
import { etag, item, runCommands } from '../commands.ts';
import { isStaffed, readCandidates, readDispatch } from '../dispatch-reads.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';
import { readTicket } from '../ticket-reads.ts';
import { uniqueOr } from '../unique.ts';
import { ticketParams } from './tickets.ts';

const tag = 'Dispatch';

const firstOfIts = ['dispatch_settings_pkey', 'events_actor_kind_actor_id_seq_key'];

export const dispatchRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets/:id/candidates',
    tag,
    summary: 'All technicians by how well they suit a ticket, with the arithmetic of it',
    access: ['tickets.assign'],
    params: ticketParams,
    query: candidatesQuery,
    answers: { 200: { description: 'Best first', schema: candidatesSchema } },
    handle: async ({ viewer, params, query }, api) => {
      const found = await readTicket(api.pool, viewer, params.id);
      if (!found) throw new ApiProblem('not_found');
      const { state, position } = found;
      const scheduledAt = query.scheduledAt ?? state.scheduledAt;
      const now = api.now().toISOString();
      const candidates = await readCandidates(api.pool, { ...state, scheduledAt }, now, api.timeZone);
      return { status: 200, body: { ...candidates, position } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/dispatch',
    tag,
    summary: 'What is assigned by itself, by zone',
    access: ['technicians.view'],
    answers: { 200: { description: 'The zones that have a setting', schema: dispatchesSchema } },
    handle: async (_call, api) => {
      const position = formatPosition(await readHead(api.pool));
      return { status: 200, body: { data: (await readDispatch(api.pool)).map(dispatchView), position } };
    },
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/dispatch/:zone',
    tag,
    summary: 'Say what of a zone is assigned by itself, and where its middle is',
    access: ['technicians.dispatch'],
    params: z.strictObject({ zone: zoneSchema }),
    body: setDispatchSchema,
    idempotent: true,
    ifMatch: 'optional',
    answers: { 200: { description: 'As it is now', schema: dispatchSchema } },
    handle: async (call, api) => {
      if (!(await isStaffed(api.pool, call.params.zone))) throw new ApiProblem('not_found');
      const actor = { kind: 'dispatch', id: call.params.zone };
      const command: DispatchCommand = { type: 'set', ...call.body };
      // Two first settings of one zone at once: one is told to look again.
      return await uniqueOr(new ApiProblem('conflict'), firstOfIts, () =>
        runCommands(api, call, {
          items: [item(call, actor, command, { ifMatch: true })],
          answer: ([state]) => ({
            status: 200,
            headers: { ETag: etag((state as DispatchState).version) },
            body: dispatchView(state as DispatchState),
          }),
        }),
      );
    },
  }),
];

function dispatchView({ id, automatic, centre, version, seq }: DispatchState): Dispatch {
  return { zone: id, automatic: [...automatic], centre, version, seq };
}
