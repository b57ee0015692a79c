/** Merging a duplicate: a command to each of two tickets, in one commit. */
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import type { TicketState } from '../../actors/ticket/state.ts';
import { mergeTicketSchema, ticketSchema } from '../../contracts/tickets.ts';
import { item, runCommands } from '../commands.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';
import { readTicket } from '../ticket-reads.ts';
import { commandPermissions } from '../ticket-view.ts';
import { ticketAnswer, ticketParams } from './tickets.ts';

export const ticketMergeRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets/:id/merge',
    tag: 'Tickets',
    summary: 'Close a duplicate; what happens goes on in the ticket that it is merged into',
    access: [commandPermissions.merge],
    params: ticketParams,
    body: mergeTicketSchema,
    idempotent: true,
    ifMatch: 'optional',
    answers: { 200: { description: 'The duplicate as it is now', schema: ticketSchema } },
    handle: async (call, api) => {
      const { id } = call.params;
      const { into, otherCustomer } = call.body;
      // Number and customer of a ticket never change, so what is read here holds under the locks too.
      const duplicate = await readTicket(api.pool, call.viewer, id);
      if (!duplicate) throw new ApiProblem('not_found');
      const survivor = await readTicket(api.pool, call.viewer, into);
      if (!survivor) throw invalid('into', 'is not a known ticket');
      const merge: TicketCommand = { type: 'merge', into: factsOf(survivor.state), otherCustomer };
      const absorb: TicketCommand = { type: 'absorb', duplicate: factsOf(duplicate.state) };
      return await runCommands(api, call, {
        items: [
          item(call, { kind: 'ticket', id }, merge, { ifMatch: true }),
          item(call, { kind: 'ticket', id: into }, absorb),
        ],
        answer: ([state]) => ticketAnswer(call, api, state as TicketState),
      });
    },
  }),
];

function factsOf({ id, number, customerId }: TicketState) {
  return { id, number, customerId };
}
