/** Technicians, and their availability. */
import * as z from 'zod/mini';
import { technician } from '../../actors/technician/actor.ts';
import type { TechnicianCommand } from '../../actors/technician/commands.ts';
import type { TechnicianState } from '../../actors/technician/state.ts';
import { pageOf } from '../../contracts/http.ts';
import {
  changeAvailabilitySchema,
  changePositionSchema,
  createTechnicianSchema,
  editTechnicianSchema,
  listTechniciansQuery,
  technicianSchema,
} from '../../contracts/technicians.ts';
import { idSchema } from '../../contracts/text.ts';
import type { Answer } from '../../engine/command.ts';
import type { Api } from '../api.ts';
import { etag, given, item, runCommands } from '../commands.ts';
import { and, andIf, contains, listRows, where } from '../list.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { readPositioned, stateOf } from '../reads.ts';
import { type AnyCall, type Call, defineRoute, type Route } from '../route.ts';
import { uniqueOr } from '../unique.ts';

const tag = 'Technicians';
const params = z.strictObject({ id: idSchema });
const answers = { 200: { description: 'The technician as it is now', schema: technicianSchema } };

export const technicianRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/technicians',
    tag,
    summary: 'All technicians',
    access: ['technicians.view'],
    query: listTechniciansQuery,
    answers: { 200: { description: 'A page of technicians', schema: pageOf(technicianSchema) } },
    handle: async ({ query }, api) => {
      const conditions = where();
      andIf(conditions, query.zone, 't.zone = $?');
      andIf(conditions, query.availability, 't.availability = any($?::text[])');
      if (query.q !== undefined) {
        const words = contains(query.q);
        and(conditions, '(t.employee_number ilike $? or t.name ilike $?)', words, words);
      }
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: 'to_jsonb(t)',
            from: 'technicians t',
            where: conditions,
            sort: query.sort,
            sorts: {
              name: { expression: 't.name', type: 'text' },
              employeeNumber: { expression: 't.employee_number', type: 'text' },
            },
            id: 't.id',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row) => stateOf<TechnicianState>(technician, row),
        ),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/technicians',
    tag,
    summary: 'Register a technician',
    access: ['technicians.edit'],
    body: createTechnicianSchema,
    idempotent: true,
    answers: { 201: { description: 'Registered; Location and ETag name it', schema: technicianSchema } },
    handle: async (call, api) => {
      const id = api.newId();
      const command: TechnicianCommand = { type: 'create', ...call.body, userId: null };
      return await uniqueOr(invalid('employeeNumber', 'is taken'), 'technicians_employee_number_key', () =>
        runCommands(api, call, {
          creates: true,
          items: [item(call, { kind: 'technician', id }, command)],
          answer: ([state]) => {
            const answer = technicianAnswer(state as TechnicianState);
            const headers = { ...answer.headers, Location: `/api/v1/technicians/${id}` };
            return { ...answer, status: 201, headers };
          },
        }),
      );
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/technicians/:id',
    tag,
    summary: 'One technician; technicians read their own',
    access: ['technicians.view', 'technicians.availability'],
    params,
    answers: {
      200: { description: 'The technician', schema: z.extend(technicianSchema, { position: z.string() }) },
    },
    handle: async (call, api) => {
      requireOwn(call, 'technicians.view');
      const { state, position } = await readPositioned<TechnicianState>(api.pool, technician, call.params.id);
      return { status: 200, headers: { ETag: etag(state.version) }, body: { ...state, position } };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/technicians/:id',
    tag,
    summary: 'Change facts about a technician',
    access: ['technicians.edit'],
    params,
    body: editTechnicianSchema,
    idempotent: true,
    ifMatch: 'required',
    answers,
    handle: (call, api) =>
      runTechnician(call, api, call.params.id, { type: 'edit', fields: given(call.body) }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/technicians/:id/availability',
    tag,
    summary: 'Say whether a technician is available; technicians say it of themselves',
    access: ['technicians.edit', 'technicians.availability'],
    params,
    body: changeAvailabilitySchema,
    idempotent: true,
    ifMatch: 'optional',
    answers,
    handle: (call, api) => {
      requireOwn(call, 'technicians.edit');
      const { availability } = call.body;
      return runTechnician(call, api, call.params.id, { type: 'change_availability', availability });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/technicians/:id/position',
    tag,
    summary: 'Say where a technician is; technicians say it of themselves',
    access: ['technicians.edit', 'technicians.availability'],
    params,
    body: changePositionSchema,
    idempotent: true,
    answers,
    handle: (call, api) => {
      requireOwn(call, 'technicians.edit');
      return runTechnician(call, api, call.params.id, { type: 'locate', ...call.body });
    },
  }),
];

/** Without the right to all technicians there is only the own one. */
function requireOwn(
  { viewer, params: { id } }: Call<{ id: string }, unknown, unknown>,
  all: 'technicians.view' | 'technicians.edit',
): void {
  if (!viewer.permissions.has(all) && viewer.technicianId !== id) throw new ApiProblem('not_found');
}

/** A command to one technician, who is the answer. */
export function runTechnician(call: AnyCall, api: Api, id: string, command: TechnicianCommand) {
  return runCommands(api, call, {
    items: [item(call, { kind: 'technician', id }, command, { ifMatch: true })],
    answer: ([state]) => technicianAnswer(state as TechnicianState),
  });
}

function technicianAnswer(state: TechnicianState): Answer {
  return { status: 200, headers: { ETag: etag(state.version) }, body: state };
}
