/** What technicians are certified in, and the list it is taken from. */
import * as z from 'zod/mini';
import type { SpecializationCommand, SpecializationState } from '../../actors/specialization/actor.ts';
import { specialization } from '../../actors/specialization/actor.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import {
  createSpecializationSchema,
  editSpecializationSchema,
  type Specialization,
  specializationSchema,
  specializationsSchema,
} from '../../contracts/specializations.ts';
import {
  setSpecializationSchema,
  specializationCodeSchema,
  technicianSchema,
} from '../../contracts/technicians.ts';
import { idSchema } from '../../contracts/text.ts';
import type { Answer } from '../../engine/command.ts';
import { readHead } from '../../engine/log.ts';
import { etag, given, item, runCommands } from '../commands.ts';
import { readSpecializations } from '../dispatch-reads.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { stateOf } from '../reads.ts';
import { defineRoute, type Route } from '../route.ts';
import { uniqueOr } from '../unique.ts';
import { runTechnician } from './technicians.ts';

const tag = 'Technicians';
const codeParams = z.strictObject({ code: specializationCodeSchema });
const ownParams = z.strictObject({ id: idSchema, code: specializationCodeSchema });
const technicianAnswers = {
  200: { description: 'The technician as it is now', schema: technicianSchema },
};

/** Its code is its id: the row is there already, or its first event. */
const firstOfIts = ['specializations_pkey', 'events_actor_kind_actor_id_seq_key'];

export const technicianSkillRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/specializations',
    tag,
    summary: 'What technicians can be certified in, and which tickets need it',
    access: ['technicians.view'],
    answers: { 200: { description: 'All of them, by code', schema: specializationsSchema } },
    handle: async (_call, api) => {
      const position = formatPosition(await readHead(api.pool));
      const all = await readSpecializations(api.pool);
      return { status: 200, body: { data: all.map(specializationView), position } };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/specializations',
    tag,
    summary: 'Add a specialization to the list',
    access: ['technicians.catalogue'],
    body: createSpecializationSchema,
    idempotent: true,
    answers: { 201: { description: 'Added; ETag names its version', schema: specializationSchema } },
    handle: async (call, api) => {
      const { code, ...facts } = call.body;
      const command: SpecializationCommand = { type: 'create', ...facts };
      return await uniqueOr(invalid('code', 'is taken'), firstOfIts, () =>
        runCommands(api, call, {
          creates: true,
          items: [item(call, { kind: 'specialization', id: code }, command)],
          answer: ([state]) => ({ ...specializationAnswer(state as SpecializationState), status: 201 }),
        }),
      );
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/specializations/:code',
    tag,
    summary: 'Rename a specialization, say what needs it, put it out of use',
    access: ['technicians.catalogue'],
    params: codeParams,
    body: editSpecializationSchema,
    idempotent: true,
    ifMatch: 'required',
    answers: { 200: { description: 'As it is now', schema: specializationSchema } },
    handle: (call, api) => {
      const command: SpecializationCommand = { type: 'edit', fields: given(call.body) };
      const actor = { kind: 'specialization', id: call.params.code };
      return runCommands(api, call, {
        items: [item(call, actor, command, { ifMatch: true })],
        answer: ([state]) => specializationAnswer(state as SpecializationState),
      });
    },
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/technicians/:id/specializations/:code',
    tag,
    summary: 'Give a technician a specialization, or rate and certify it anew',
    access: ['technicians.edit'],
    params: ownParams,
    body: setSpecializationSchema,
    idempotent: true,
    ifMatch: 'optional',
    answers: technicianAnswers,
    handle: async (call, api) => {
      const { id, code } = call.params;
      const { rows } = await api.pool.query<{ row: Readonly<Record<string, unknown>> }>({
        name: 'read_specialization',
        text: 'select to_jsonb(s) as row from specializations s where id = $1',
        values: [code],
      });
      const listed = rows[0] && stateOf<SpecializationState>(specialization, rows[0].row);
      if (!listed?.active)
        throw new ApiProblem('not_possible', { detail: `There is no ${code} on the list.` });
      return await runTechnician(call, api, id, { type: 'set_specialization', code, ...call.body });
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/technicians/:id/specializations/:code',
    tag,
    summary: 'Take a specialization from a technician',
    access: ['technicians.edit'],
    params: ownParams,
    idempotent: true,
    ifMatch: 'optional',
    answers: technicianAnswers,
    handle: (call, api) =>
      runTechnician(call, api, call.params.id, { type: 'remove_specialization', code: call.params.code }),
  }),
];

function specializationView({ id, ...rest }: SpecializationState): Specialization {
  return { code: id, ...rest };
}

function specializationAnswer(state: SpecializationState): Answer {
  return { status: 200, headers: { ETag: etag(state.version) }, body: specializationView(state) };
}
