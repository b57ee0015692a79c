/** Tickets: list, create, read, edit, history. Their commands are in `ticket-commands.ts`. */
import * as z from 'zod/mini';
import type { ProviderReplyCommand } from '../../actors/provider_reply/actor.ts';
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import type { TicketState } from '../../actors/ticket/state.ts';
import { roomOfTicket } from '../../authority/authority.ts';
import { countSchema, pageOf } from '../../contracts/http.ts';
import { idSchema } from '../../contracts/text.ts';
import {
  historyEntrySchema,
  historyQuery,
  listTicketsQuery,
  ticketFilterQuery,
} from '../../contracts/ticket-list.ts';
import {
  createTicketSchema,
  editTicketSchema,
  type PackageChange,
  ticketSchema,
} from '../../contracts/tickets.ts';
import type { Answer } from '../../engine/command.ts';
import type { CommandItem } from '../../engine/decide.ts';
import type { Api } from '../api.ts';
import { etag, given, item, runCommands } from '../commands.ts';
import { isOffered } from '../customer-reads.ts';
import { readHistory } from '../history.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { type AnyCall, defineRoute, type Route } from '../route.ts';
import { countTickets } from '../ticket-conditions.ts';
import { listTickets, readTicket, readZoneOfCustomer } from '../ticket-reads.ts';
import { ticketView } from '../ticket-view.ts';

const tag = 'Tickets';
export const ticketParams = z.strictObject({ id: idSchema });
export const seeTickets = ['tickets.view_all', 'tickets.view_zone', 'tickets.view_own'] as const;

export const ticketRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets',
    tag,
    summary: 'Create a ticket',
    access: ['tickets.create'],
    body: createTicketSchema,
    idempotent: true,
    answers: { 201: { description: 'Created; Location and ETag name it', schema: ticketSchema } },
    handle: async (call, api) => {
      const { type, title, priority, description, category, scheduledAt, packageChange, replyId } = call.body;
      await requirePackage(api, packageChange);
      await requireReply(call, api, replyId);
      const place = await placeOf(call, api, call.body);
      const command: TicketCommand = {
        type: 'create',
        number: ticketNumber(await api.ticketNumbers.next()),
        ticketType: type,
        priority,
        title,
        description: description ?? null,
        category: category ?? null,
        scheduledAt: scheduledAt ?? null,
        ...(packageChange ? { packageChange } : {}),
        ...place,
      };
      const id = api.newId();
      return await runCommands(api, call, {
        creates: true,
        items: [item(call, { kind: 'ticket', id }, command), ...ofReply(call, replyId, id)],
        answer: ([state]) => {
          const answer = ticketAnswer(call, api, state as TicketState);
          return {
            ...answer,
            status: 201,
            headers: { ...answer.headers, Location: `/api/v1/tickets/${id}` },
          };
        },
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets',
    tag,
    summary: 'The tickets one may see',
    access: seeTickets,
    query: listTicketsQuery,
    answers: { 200: { description: 'A page of tickets', schema: pageOf(ticketSchema) } },
    handle: async (call, api) => ({
      status: 200,
      body: await listTickets(api.pool, call.viewer, call.query, api.now().toISOString()),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets/count',
    tag,
    summary: 'How many tickets a filter means',
    access: seeTickets,
    query: ticketFilterQuery,
    answers: { 200: { description: 'The total', schema: countSchema } },
    handle: async (call, api) => ({
      status: 200,
      body: await countTickets(api.pool, call.viewer, call.query, api.now().toISOString()),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets/:id',
    tag,
    summary: 'One ticket',
    access: seeTickets,
    params: ticketParams,
    answers: {
      200: {
        description: 'The ticket, and the position from which to watch it',
        schema: z.extend(ticketSchema, { position: z.string() }),
      },
    },
    handle: async (call, api) => {
      const found = await readTicket(api.pool, call.viewer, call.params.id);
      if (!found) throw new ApiProblem('not_found');
      const headers = { ETag: etag(found.state.version) };
      const { state, ...beside } = found;
      const ticket = ticketView(state, call.viewer, api.now().toISOString());
      return { status: 200, headers, body: { ...ticket, ...beside } };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/tickets/:id',
    tag,
    summary: 'Change fields of a ticket',
    access: ['tickets.edit'],
    params: ticketParams,
    body: editTicketSchema,
    idempotent: true,
    ifMatch: 'required',
    answers: { 200: { description: 'The ticket as it is now', schema: ticketSchema } },
    handle: async (call, api) => {
      await requireVisible(call, api, call.params.id);
      await requirePackage(api, call.body.packageChange);
      const { overbook, ...fields } = call.body;
      const command: TicketCommand = {
        type: 'edit',
        fields: given(fields),
        ...(overbook ? { overbook } : {}),
      };
      return await runCommands(api, call, {
        items: [item(call, { kind: 'ticket', id: call.params.id }, command, { ifMatch: true })],
        answer: ([state]) => ticketAnswer(call, api, state as TicketState),
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets/:id/history',
    tag,
    summary: 'What happened to a ticket, oldest first, in the words of the reader',
    access: seeTickets,
    params: ticketParams,
    query: historyQuery,
    answers: { 200: { description: 'A page of events', schema: pageOf(historyEntrySchema) } },
    handle: async (call, api) => {
      const { id } = call.params;
      if (!(await readTicket(api.pool, call.viewer, id))) throw new ApiProblem('not_found');
      const room = roomOfTicket(call.viewer, id);
      return {
        status: 200,
        body: await readHistory(api, call.viewer, { kind: 'ticket', id, room }, call.query),
      };
    },
  }),
];

export function ticketNumber(number: number): string {
  return `T-${String(number).padStart(6, '0')}`;
}

/** A ticket that its sender may not see does not exist for them; those who see all need no look-up. */
export async function requireVisible(call: AnyCall, api: Api, id: string): Promise<void> {
  if (call.viewer.permissions.has('tickets.view_all')) return;
  if (!(await readTicket(api.pool, call.viewer, id))) throw new ApiProblem('not_found');
}

export function ticketAnswer(call: AnyCall, api: Api, state: TicketState): Answer {
  return {
    status: 200,
    headers: { ETag: etag(state.version) },
    body: ticketView(state, call.viewer, api.now().toISOString()),
  };
}

async function requirePackage(api: Api, change: PackageChange | undefined): Promise<void> {
  if (change && !(await isOffered(api.pool, change.packageId)))
    throw invalid('packageChange.packageId', 'is not an offered package');
}

/** @throws ApiProblem for an answer by WhatsApp that is not there, or that the viewer may not read */
async function requireReply({ viewer }: AnyCall, api: Api, replyId: string | undefined): Promise<void> {
  if (replyId === undefined) return;
  if (!viewer.permissions.has('deliveries.view'))
    throw new ApiProblem('forbidden', { detail: 'Reading answers takes the permission deliveries.view.' });
  const { rows } = await api.pool.query('select from provider_replies where id = $1', [replyId]);
  if (rows.length === 0) throw invalid('replyId', 'is not a known answer');
}

/** In the ticket's commit: of two that make one of the same answer, the second is refused. */
function ofReply(call: AnyCall, replyId: string | undefined, ticketId: string): CommandItem[] {
  if (replyId === undefined) return [];
  const command: ProviderReplyCommand = { type: 'ticket', ticketId };
  return [item(call, { kind: 'provider_reply', id: replyId }, command)];
}

/** Customers create tickets for themselves only; a ticket of a customer is in the customer's zone by default. */
async function placeOf(
  call: AnyCall,
  api: Api,
  given: { customerId?: string | undefined; zone?: string | undefined },
): Promise<{ customerId: string | null; zone: string | null }> {
  const { viewer } = call;
  const ofCustomer = viewer.class === 'public';
  const customerId = given.customerId ?? (ofCustomer ? viewer.customerId : null);
  if (customerId === null) {
    if (ofCustomer) throw new ApiProblem('not_possible', { detail: 'Your account belongs to no customer.' });
    return { customerId, zone: given.zone ?? null };
  }
  const zone =
    ofCustomer && customerId !== viewer.customerId
      ? undefined
      : await readZoneOfCustomer(api.pool, customerId);
  if (zone === undefined) throw invalid('customerId', 'is not a known customer');
  if (ofCustomer && given.zone !== undefined && given.zone !== zone) {
    throw invalid('zone', 'is not the zone of the customer');
  }
  return { customerId, zone: given.zone ?? zone };
}
