/** Registrations as staff work on them: list, one, history, commands. */
import * as z from 'zod/mini';
import { registration } from '../../actors/registration/actor.ts';
import type { RegistrationCommand, SealedPassword } from '../../actors/registration/commands.ts';
import type { RegistrationState } from '../../actors/registration/state.ts';
import { countSchema, pageOf } from '../../contracts/http.ts';
import {
  approveRegistrationSchema,
  createCustomerOfRegistrationSchema,
  listRegistrationsQuery,
  recordSurveySchema,
  registrationFilterQuery,
  registrationSchema,
  rejectRegistrationSchema,
  scheduleSurveySchema,
  verifyRegistrationSchema,
} from '../../contracts/registrations.ts';
import { rooms } from '../../contracts/rooms.ts';
import { idSchema } from '../../contracts/text.ts';
import { historyEntrySchema, historyQuery } from '../../contracts/ticket-list.ts';
import type { TicketStatus } from '../../contracts/tickets.ts';
import type { Api } from '../api.ts';
import { etag, item, runCommands } from '../commands.ts';
import { readHistory } from '../history.ts';
import { countRows } from '../list.ts';
import { requireSecrets } from '../one-time-codes.ts';
import { ApiProblem } from '../problem.ts';
import { readPositioned } from '../reads.ts';
import { listRegistrations, registrationConditions } from '../registration-reads.ts';
import { registrationPermissions, registrationView } from '../registration-view.ts';
import { type AnyCall, type Call, defineRoute, type Reply, type Route } from '../route.ts';
import { uniqueOr } from '../unique.ts';
import { nextCode } from './customers.ts';
import { ticketNumber } from './tickets.ts';

const tag = 'Registrations';
const params = z.strictObject({ id: idSchema });
const answers = { 200: { description: 'The registration as it is now', schema: registrationSchema } };

/** What all commands of staff share: `ifMatch` makes them conditional on the version that was looked at. */
const command = { method: 'post', tag, params, idempotent: true, ifMatch: 'optional', answers } as const;

export const registrationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/registrations',
    tag,
    summary: 'All registrations',
    access: ['registrations.view'],
    query: listRegistrationsQuery,
    answers: { 200: { description: 'A page of registrations', schema: pageOf(registrationSchema) } },
    handle: async ({ query, viewer }, api) => ({
      status: 200,
      body: await listRegistrations(api.pool, viewer, query),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/registrations/count',
    tag,
    summary: 'How many registrations a filter means',
    access: ['registrations.view'],
    query: registrationFilterQuery,
    answers: { 200: { description: 'The total', schema: countSchema } },
    handle: async ({ query }, api) => ({
      status: 200,
      body: await countRows(api.pool, 'registrations r', registrationConditions(query)),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/registrations/:id',
    tag,
    summary: 'One registration',
    access: ['registrations.view'],
    params,
    answers: {
      200: {
        description: 'The registration',
        schema: z.extend(registrationSchema, { position: z.string() }),
      },
    },
    handle: async ({ params: { id }, viewer }, api) => {
      const { state, position } = await readPositioned<RegistrationState>(api.pool, registration, id);
      const { rows } = await api.pool.query<{
        packageName: string | null;
        surveyTicketStatus: TicketStatus | null;
      }>(
        `select (select name from packages where id = $1) as "packageName",
          (select status from tickets where id = $2) as "surveyTicketStatus"`,
        [state.packageId, state.surveyTicket?.id ?? null],
      );
      const { packageName = null, surveyTicketStatus = null } = rows[0] ?? {};
      const body = { ...registrationView(state, viewer), packageName, surveyTicketStatus, position };
      return { status: 200, headers: { ETag: etag(state.version) }, body };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/registrations/:id/history',
    tag,
    summary: 'What happened to a registration, oldest first',
    access: ['registrations.view'],
    params,
    query: historyQuery,
    answers: { 200: { description: 'A page of events', schema: pageOf(historyEntrySchema) } },
    handle: async ({ params: { id }, query, viewer }, api) => {
      await readPositioned(api.pool, registration, id);
      const actor = { kind: 'registration', id, room: rooms.registrations };
      return { status: 200, body: await readHistory(api, viewer, actor, query) };
    },
  }),
  defineRoute({
    ...command,
    path: '/api/v1/registrations/:id/verify',
    summary: 'The facts are right; says in which zone it is',
    access: [registrationPermissions.verify],
    body: verifyRegistrationSchema,
    handle: (call, api) => run(call, api, { type: 'verify', zone: call.body.zone }),
  }),
  defineRoute({
    ...command,
    path: '/api/v1/registrations/:id/schedule-survey',
    summary: 'Open a survey ticket for a time, or move the survey; a ticket that was cancelled is replaced',
    access: [registrationPermissions['schedule-survey']],
    body: scheduleSurveySchema,
    handle: scheduleSurvey,
  }),
  defineRoute({
    ...command,
    path: '/api/v1/registrations/:id/record-survey',
    summary: 'What the survey found: feasible or not',
    access: [registrationPermissions['record-survey']],
    body: recordSurveySchema,
    handle: (call, api) => {
      const { feasible, note } = call.body;
      return run(call, api, { type: 'record_survey', feasible, note: note ?? null });
    },
  }),
  defineRoute({
    ...command,
    path: '/api/v1/registrations/:id/approve',
    summary: 'Approve it; a survey that was not made has to be waived',
    access: [registrationPermissions.approve],
    body: approveRegistrationSchema,
    handle: (call, api) => run(call, api, { type: 'approve', waiveSurvey: call.body.waiveSurvey }),
  }),
  defineRoute({
    ...command,
    path: '/api/v1/registrations/:id/create-customer',
    summary: 'Make customer, portal account and installation ticket, in one commit',
    access: [registrationPermissions['create-customer']],
    body: createCustomerOfRegistrationSchema,
    handle: createCustomer,
  }),
  defineRoute({
    ...command,
    path: '/api/v1/registrations/:id/reject',
    summary: 'Turn it down, before it is approved; the applicant reads the reason',
    access: [registrationPermissions.reject],
    body: rejectRegistrationSchema,
    handle: (call, api) => run(call, api, { type: 'reject', reason: call.body.reason }),
  }),
];

type OfOne = Call<{ id: string }, unknown, unknown>;

function run(call: OfOne, api: Api, given: RegistrationCommand): Promise<Reply> {
  return runCommands(api, call, {
    items: [item(call, { kind: 'registration', id: call.params.id }, given, { ifMatch: true })],
    answer: ([state]) => registrationAnswer(call, state as RegistrationState),
  });
}

function registrationAnswer(call: AnyCall, state: RegistrationState) {
  return {
    status: 200,
    headers: { ETag: etag(state.version) },
    body: registrationView(state, call.viewer),
  };
}

/** Cancelled meanwhile, the ticket refuses to move, and with it everything; it is never replaced while it is open. */
async function scheduleSurvey(
  call: Call<{ id: string }, unknown, z.output<typeof scheduleSurveySchema>>,
  api: Api,
): Promise<Reply> {
  const { scheduledAt, overbook = false } = call.body;
  const { rows } = await api.pool.query<{ id: string; status: TicketStatus }>({
    name: 'survey_ticket_status',
    text: `select t.id, t.status from registrations r join tickets t on t.id = r.survey_ticket ->> 'id' where r.id = $1`,
    values: [call.params.id],
  });
  const [ticket] = rows;
  const moves = ticket !== undefined && ticket.status !== 'cancelled';
  return await run(
    call,
    api,
    moves
      ? { type: 'move_survey', scheduledAt, overbook }
      : { type: 'schedule_survey', scheduledAt, ticket: await newTicket(api), replaces: ticket?.id ?? null },
  );
}

async function createCustomer(
  call: Call<{ id: string }, unknown, z.output<typeof createCustomerOfRegistrationSchema>>,
  api: Api,
): Promise<Reply> {
  const { state } = await readPositioned<RegistrationState>(api.pool, registration, call.params.id);
  const secrets = requireSecrets(api);
  const code = await nextCode(api);
  const password = firstPassword(api);
  const channels: SealedPassword['channel'][] = state.email === null ? ['whatsapp'] : ['whatsapp', 'email'];
  const command: RegistrationCommand = {
    type: 'create_customer',
    customer: { id: api.newId(), code },
    user: {
      id: api.newId(),
      username: code.toLowerCase(),
      passwordHash: await api.passwords.hash(password),
    },
    ticket: await newTicket(api),
    scheduledAt: call.body.scheduledAt ?? null,
    passwords: channels.map((channel) => {
      const deliveryId = api.newId();
      return { deliveryId, channel, sealed: secrets.seal(password, deliveryId) };
    }),
  };
  const taken = new ApiProblem('conflict', {
    detail: `Somebody has the username ${code.toLowerCase()} already. The next attempt draws another code.`,
  });
  return await uniqueOr(taken, 'users_username_key', () => run(call, api, command));
}

async function newTicket(api: Api) {
  return { id: api.newId(), number: ticketNumber(await api.ticketNumbers.next()) };
}

const PASSWORD_BYTES = 12;

/** Sixteen characters; whoever gets it changes it. */
function firstPassword({ randomBytes }: Api): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url');
}
