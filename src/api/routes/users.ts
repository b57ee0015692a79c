/** User accounts, for administrators. */
import * as z from 'zod/mini';
import { user } from '../../actors/user/actor.ts';
import type { UserCommand } from '../../actors/user/commands.ts';
import type { UserState } from '../../actors/user/state.ts';
import { listQuery, pageOf } from '../../contracts/http.ts';
import { sessionSchema } from '../../contracts/session.ts';
import { idSchema } from '../../contracts/text.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import {
  changeRoleSchema,
  createUserSchema,
  editUserSchema,
  listUsersQuery,
  userSchema,
} from '../../contracts/users.ts';
import type { Answer } from '../../engine/command.ts';
import type { Api } from '../api.ts';
import { etag, given, item, runCommands } from '../commands.ts';
import { and, andIf, contains, listRows, where } from '../list.ts';
import { withPhone } from '../phone.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { readPositioned, stateOf } from '../reads.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { forgetFailures } from '../sign-in.ts';
import { uniqueOr } from '../unique.ts';
import { listSessions, revokeSession } from './session.ts';

const tag = 'Users';
const params = z.strictObject({ id: idSchema });
const answers = { 200: { description: 'The account as it is now', schema: userSchema } };

export const userRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/users',
    tag,
    summary: 'All accounts',
    access: ['users.view'],
    query: listUsersQuery,
    answers: { 200: { description: 'A page of accounts', schema: pageOf(userSchema) } },
    handle: async ({ query }, api) => {
      const conditions = where();
      andIf(conditions, query.role, 't.role = any($?::text[])');
      andIf(conditions, query.status, 't.status = any($?::text[])');
      if (query.q !== undefined) {
        const words = contains(query.q);
        and(conditions, '(t.username ilike $? or t.name ilike $? or t.email ilike $?)', words, words, words);
      }
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: 'to_jsonb(t)',
            from: 'users t',
            where: conditions,
            sort: query.sort,
            sorts: {
              username: { expression: 't.username', type: 'text' },
              createdAt: { expression: 't.created_at', type: 'instant' },
            },
            id: 't.id',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row) => userView(stateOf<UserState>(user, row)),
        ),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/users',
    tag,
    summary: 'Make an account',
    access: ['users.edit'],
    body: createUserSchema,
    idempotent: true,
    answers: { 201: { description: 'Made; Location and ETag name it', schema: userSchema } },
    handle: async (call, api) => {
      const { password, username, name, role, email, phone, zone, customerId, technicianId, locale } =
        await withPhone(call.body);
      const id = api.newId();
      const customer = customerId && (await readHolder(api, 'customers', customerId, 'customerId'));
      const technician = technicianId && (await readHolder(api, 'technicians', technicianId, 'technicianId'));
      if (technician && technician.userId !== null) throw invalid('technicianId', 'has an account already');
      const command: UserCommand = {
        type: 'create',
        username,
        name,
        role,
        email: email ?? null,
        phone: phone ?? null,
        zone: zone ?? (technician || customer || null)?.zone ?? null,
        customerId: customerId ?? null,
        technicianId: technicianId ?? null,
        locale,
        passwordHash: await api.passwords.hash(password),
      };
      return await uniqueOr(invalid('username', 'is taken'), 'users_username_key', () =>
        runCommands(api, call, {
          creates: true,
          items: [item(call, { kind: 'user', id }, command)],
          answer: ([state]) => {
            const answer = userAnswer(state as UserState);
            return {
              ...answer,
              status: 201,
              headers: { ...answer.headers, Location: `/api/v1/users/${id}` },
            };
          },
        }),
      );
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/users/:id',
    tag,
    summary: 'One account',
    access: ['users.view'],
    params,
    answers: { 200: { description: 'The account', schema: z.extend(userSchema, { position: z.string() }) } },
    handle: async (call, api) => {
      const { state, position } = await readPositioned<UserState>(api.pool, user, call.params.id);
      return { status: 200, headers: { ETag: etag(state.version) }, body: { ...userView(state), position } };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/users/:id',
    tag,
    summary: 'Change name, contacts or language of an account',
    access: ['users.edit'],
    params,
    body: editUserSchema,
    idempotent: true,
    ifMatch: 'required',
    answers,
    handle: async (call, api) => run(call, api, { type: 'edit', fields: given(await withPhone(call.body)) }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/users/:id/role',
    tag,
    summary: 'Give another role or zone; open sockets are decided anew at once',
    access: ['users.edit'],
    params,
    body: changeRoleSchema,
    idempotent: true,
    ifMatch: 'optional',
    answers,
    handle: (call, api) => {
      if (call.params.id === call.viewer.userId) {
        throw new ApiProblem('not_possible', { detail: 'Nobody changes their own role.' });
      }
      return run(call, api, { type: 'change_role', role: call.body.role, zone: call.body.zone ?? null });
    },
  }),
  ...(
    [
      ['lock', 'Lock an account until somebody unlocks it; its sessions end', 'lock'],
      ['unlock', 'Unlock an account', 'unlock'],
      ['deactivate', 'Take an account out of use; its sessions end', 'deactivate'],
      ['activate', 'Put an account into use again', 'activate'],
      ['restore', 'Bring a deleted account back', 'restore'],
    ] as const
  ).map(([name, summary, type]) =>
    defineRoute({
      method: 'post',
      path: `/api/v1/users/:id/${name}`,
      tag,
      summary,
      access: ['users.edit'],
      params,
      body: emptySchema,
      idempotent: true,
      ifMatch: 'optional',
      answers,
      handle: async (call, api) => {
        if (type === 'lock' || type === 'deactivate') refuseOwn(call);
        // The count decides about signing in, so it goes first; a crash in between leaves the account locked.
        if (type === 'unlock') await forgetFailuresOf(api, call.params.id);
        const command: UserCommand =
          type === 'lock' ? { type, until: null, reason: 'administrator' } : { type };
        return await run(call, api, command);
      },
    }),
  ),
  defineRoute({
    method: 'delete',
    path: '/api/v1/users/:id',
    tag,
    summary: 'Put an account aside; it can be restored',
    access: ['users.edit'],
    params,
    idempotent: true,
    ifMatch: 'optional',
    answers,
    handle: (call, api) => {
      refuseOwn(call);
      return run(call, api, { type: 'delete' });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/users/:id/sessions',
    tag,
    summary: 'The open sessions of an account',
    access: ['users.view'],
    params,
    query: z.strictObject(listQuery),
    answers: { 200: { description: 'Newest first', schema: pageOf(sessionSchema) } },
    handle: async (call, api) => {
      const { id } = call.params;
      const { rows } = await api.pool.query('select from users where id = $1', [id]);
      if (rows.length === 0) throw new ApiProblem('not_found');
      return { status: 200, body: await listSessions(api, id, call.query, call.viewer.sessionId) };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/users/:id/sessions/:sessionId',
    tag,
    summary: 'End a session of an account; its sockets are cut within a second',
    access: ['users.edit'],
    params: z.strictObject({ id: idSchema, sessionId: idSchema }),
    idempotent: true,
    answers: { 204: { description: 'Ended' } },
    handle: (call, api) => revokeSession(call, api, call.params.id, call.params.sessionId),
  }),
];

function run(call: Call<{ id: string }, unknown, unknown>, api: Api, command: UserCommand) {
  const last = new ApiProblem('conflict', {
    detail: 'This is the last administrator: without one nobody could change accounts and roles any more.',
  });
  return uniqueOr(last, 'users_administrator', () =>
    runCommands(api, call, {
      items: [item(call, { kind: 'user', id: call.params.id }, command, { ifMatch: true })],
      answer: ([state]) => userAnswer(state as UserState),
    }),
  );
}

function refuseOwn(call: Call<{ id: string }, unknown, unknown>): void {
  if (call.params.id !== call.viewer.userId) return;
  throw new ApiProblem('not_possible', { detail: 'Nobody locks themselves out.' });
}

function userAnswer(state: UserState): Answer {
  return { status: 200, headers: { ETag: etag(state.version) }, body: userView(state) };
}

function userView({ rightsVersion: _version, rightsChangedAt: _at, ...state }: UserState) {
  return state;
}

async function forgetFailuresOf(api: Api, userId: string): Promise<void> {
  const { rows } = await api.pool.query<{ username: string }>('select username from users where id = $1', [
    userId,
  ]);
  if (rows[0]) await forgetFailures(api.pool, rows[0].username);
}

interface Holder {
  readonly zone: string;
  readonly userId: string | null;
}

/** Whose account it becomes. */
async function readHolder(
  api: Api,
  table: 'customers' | 'technicians',
  id: string,
  path: string,
): Promise<Holder> {
  const { rows } = await api.pool.query<Holder>(
    `select zone, user_id as "userId" from ${table} where id = $1`,
    [id],
  );
  if (!rows[0]) throw invalid(path, 'is not known');
  return rows[0];
}
