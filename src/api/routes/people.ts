/**
 * Exporting and erasing people. Both are rights of their own and stand in the audit log; what they touch is one list,
 * `src/people/places.ts`.
 */
import { Readable } from 'node:stream';
import * as z from 'zod/mini';
import type { ErasureCommand, ErasureState } from '../../actors/erasure/actor.ts';
import { erasure } from '../../actors/erasure/actor.ts';
import { pageOf } from '../../contracts/http.ts';
import {
  type Erasure,
  eraseSchema,
  erasureSchema,
  listErasuresQuery,
  type PersonKind,
  personExportSchema,
  personKinds,
  type Subjects,
} from '../../contracts/people.ts';
import { idSchema } from '../../contracts/text.ts';
import type { CommandItem } from '../../engine/decide.ts';
import { exportPerson } from '../../people/export.ts';
import { readPerson } from '../../people/person.ts';
import type { Api } from '../api.ts';
import { writeAudit } from '../audit.ts';
import { byOf, item, runCommands } from '../commands.ts';
import { andIf, listRows, where } from '../list.ts';
import { userAgentOf } from '../origin.ts';
import { findPerson } from '../person-subjects.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { stateOf } from '../reads.ts';
import { type AnyCall, type Call, defineRoute, type Reply, type Route } from '../route.ts';
import { uniqueOr } from '../unique.ts';

const tag = 'People';
const params = z.strictObject({ id: idSchema });
const exportAnswers = {
  200: { description: 'A file: a list for each part', schema: personExportSchema },
};
const erasureAnswer = { description: 'It has begun, or is done already', schema: erasureSchema };

export const peopleRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/account/personal-data',
    tag,
    summary: 'All that the portal holds about oneself, as a file',
    access: 'session',
    answers: exportAnswers,
    handle: async (call, api) => {
      const { userId, customerId } = call.viewer;
      const own = await findPerson(api.pool, 'user', userId);
      // Other accounts of the same customer are other people.
      const subjects = customerId
        ? { ...(await findPerson(api.pool, 'customer', customerId)).subjects, users: [userId] }
        : own.subjects;
      return await exported(call, api, 'user', userId, subjects, true);
    },
  }),
  ...personKinds.flatMap((kind) => [exportRoute(kind), eraseRoute(kind)]),
  defineRoute({
    method: 'get',
    path: '/api/v1/erasures',
    tag,
    summary: 'Who was erased, by ids, and whether it is finished',
    access: ['people.erase'],
    query: listErasuresQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(erasureSchema) } },
    handle: async ({ query }, api) => {
      const conditions = where();
      andIf(conditions, query.status, 't.status = $?');
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: 'to_jsonb(t)',
            from: 'erasures t',
            where: conditions,
            sort: '-startedAt',
            sorts: { startedAt: { expression: 't.started_at', type: 'instant', never: 'null' } },
            id: 't.id',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row) => erasureView(stateOf<ErasureState>(erasure, row)),
        ),
      };
    },
  }),
];

function exportRoute(kind: PersonKind): Route {
  return defineRoute({
    method: 'get',
    path: `/api/v1/${kind}s/:id/personal-data`,
    tag,
    summary: `All that the portal holds about the person of a ${kind}, as a file`,
    access: ['people.export'],
    params,
    answers: exportAnswers,
    handle: async (call, api) => {
      const { id } = call.params;
      const { subjects } = await findPerson(api.pool, kind, id);
      return await exported(call, api, kind, id, subjects, false);
    },
  });
}

async function exported(
  call: AnyCall,
  api: Api,
  kind: PersonKind,
  id: string,
  subjects: Subjects,
  own: boolean,
): Promise<Reply> {
  await writeAudit(api.pool, {
    by: byOf(call.viewer),
    action: 'person.exported',
    target: `${kind}/${id}`,
    address: call.address,
    userAgent: userAgentOf(call),
  });
  const person = await readPerson(api.pool, subjects);
  const head = { exportedAt: api.now().toISOString(), person: { kind, id } };
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${kind}-${id}.json"`,
      'Cache-Control': 'no-store',
    },
    stream: Readable.from(exportPerson(api.pool, person, head, own)),
  };
}

function eraseRoute(kind: PersonKind): Route {
  return defineRoute({
    method: 'post',
    path: `/api/v1/${kind}s/:id/erase`,
    tag,
    summary: `Erase the person of a ${kind} for good; refused while there is open work`,
    access: ['people.erase'],
    params,
    body: eraseSchema,
    idempotent: true,
    answers: { 200: erasureAnswer },
    handle: (call, api) => erase(call, api, kind),
  });
}

async function erase(
  call: Call<{ id: string }, undefined, z.output<typeof eraseSchema>>,
  api: Api,
  kind: PersonKind,
): Promise<Reply> {
  const { id } = call.params;
  if (kind === 'user' && id === call.viewer.userId)
    throw new ApiProblem('not_possible', { detail: 'Nobody erases themselves.' });
  const done = await readErasure(api, id);
  if (done) return { status: 200, body: done };
  const { subjects: own, earlier, name, open } = await findPerson(api.pool, kind, id);
  const subjects = { ...own, registrations: [...own.registrations, ...earlier] };
  if (call.body.confirm !== name) throw invalid('confirm', `must be ${name}`);
  const start: ErasureCommand = { type: 'start', kind, subjects, reason: call.body.reason };
  const each = (of: string, ids: readonly string[]): CommandItem[] =>
    ids.map((one) =>
      item(call, { kind: of, id: one }, { type: 'erase', open: one === id ? open : [] } as { type: string }),
    );
  const last = new ApiProblem('conflict', { detail: 'This is the last administrator.' });
  const reply = await uniqueOr(last, 'users_administrator', () =>
    runCommands(api, call, {
      items: [
        item(call, { kind: 'erasure', id }, start),
        ...each('customer', subjects.customers),
        ...each('user', subjects.users),
        ...each('technician', subjects.technicians),
        ...each('registration', subjects.registrations),
      ],
      answer: ([state]) => ({ status: 200, headers: {}, body: erasureView(state as ErasureState) }),
    }),
  );
  api.sessions.forgetAll();
  return reply;
}

async function readErasure(api: Api, id: string): Promise<Erasure | undefined> {
  const { rows } = await api.pool.query<{ row: Record<string, unknown> }>(
    'select to_jsonb(t) as row from erasures t where id = $1',
    [id],
  );
  return rows[0] && erasureView(stateOf<ErasureState>(erasure, rows[0].row));
}

function erasureView({ id, kind, reason, status, startedAt, finishedAt }: ErasureState): Erasure {
  return { id, kind, reason, status, startedAt, finishedAt };
}
