/** Signing in and out, the own password, the own sessions. */
import { stringifySetCookie } from 'cookie';
import * as z from 'zod/mini';
import type { UserCommand } from '../../actors/user/commands.ts';
import { hashSecret, readCredential, SESSION_COOKIE, sessionSecret } from '../../authority/credentials.ts';
import { readViewer } from '../../authority/read-viewer.ts';
import { listQuery, pageOf } from '../../contracts/http.ts';
import {
  changePasswordSchema,
  sessionAnswerSchema,
  sessionSchema,
  signInSchema,
} from '../../contracts/session.ts';
import { idSchema } from '../../contracts/text.ts';
import { CommandRejected } from '../../engine/decide.ts';
import type { Api } from '../api.ts';
import { earlierReply, item, runCommands } from '../commands.ts';
import { and, listRows, where } from '../list.ts';
import { originOf } from '../origin.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { instant } from '../reads.ts';
import { type AnyCall, defineRoute, type Route } from '../route.ts';
import { sessionAnswer } from '../session-answer.ts';
import { checkCredentials } from '../sign-in.ts';

const SESSION_HOURS = 12;
const tag = 'Session';

export const sessionRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/api/v1/session',
    tag,
    summary: 'Sign in; sets the session cookie, and ends the session whose cookie it replaces',
    access: 'public',
    body: signInSchema,
    answers: {
      201: { description: 'Signed in', schema: sessionAnswerSchema },
      401: { description: 'Wrong username or password, or locked after too many wrong ones' },
    },
    handle: async (call, api) => {
      const userId = await checkCredentials(api, { ...call.body, address: call.address });
      const secret = sessionSecret(api.randomBytes(32));
      const hash = hashSecret(secret);
      const expiresAt = new Date(api.now().getTime() + SESSION_HOURS * 3_600_000);
      await openSession(api, call, userId, hash, expiresAt);
      await endReplaced(api, call);
      const viewer = await readViewer(api.pool, { kind: 'session', hash });
      if (!viewer) throw new ApiProblem('invalid_credentials');
      return {
        status: 201,
        headers: { 'Set-Cookie': cookie(secret, call.secure || api.secureCookies, expiresAt) },
        body: sessionAnswer(viewer),
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/session',
    tag,
    summary: 'Who is signed in, and what they may do',
    access: 'signed_in',
    answers: { 200: { description: 'The session', schema: sessionAnswerSchema } },
    handle: (call) => ({ status: 200, body: sessionAnswer(call.viewer) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/session',
    tag,
    summary: 'Sign out',
    access: 'session',
    idempotent: true,
    answers: { 204: { description: 'Signed out; the sockets of this session are cut' } },
    handle: async (call, api) => {
      const { userId, sessionId } = call.viewer;
      const reply = await runCommands(api, call, {
        items: [
          userCommand(call, userId, { type: 'revoke_session', publicId: sessionId, reason: 'signed_out' }),
        ],
        answer: () => ({ status: 204, headers: {}, body: null }),
      });
      forgetCookie(api, call);
      const clear = cookie('', call.secure || api.secureCookies, new Date(0));
      return { ...reply, headers: { ...reply.headers, 'Set-Cookie': clear } };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/session/password',
    tag,
    summary: 'Change the own password; all other sessions end',
    access: 'session',
    body: changePasswordSchema,
    idempotent: true,
    answers: { 204: { description: 'Changed' } },
    handle: async (call, api) => {
      const { userId, sessionId, username } = call.viewer;
      const { currentPassword, newPassword } = call.body;
      // The present password of a request that comes again is the new one.
      const earlier = await earlierReply(api, call);
      if (earlier) return earlier;
      const checked = await checkCredentials(api, {
        username,
        password: currentPassword,
        address: call.address,
      }).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.code === 'invalid_credentials') {
          throw invalid('currentPassword', 'is not the present password');
        }
        throw error;
      });
      if (checked !== userId) throw new ApiProblem('forbidden');
      const passwordHash = await api.passwords.hash(newPassword);
      const endedSessions = await readOtherSessions(api, userId, sessionId);
      return await runCommands(api, call, {
        items: [userCommand(call, userId, { type: 'change_password', passwordHash, endedSessions })],
        answer: () => ({ status: 204, headers: {}, body: null }),
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/sessions',
    tag,
    summary: 'The own sessions that are open',
    access: 'session',
    query: z.strictObject(listQuery),
    answers: { 200: { description: 'Newest first', schema: pageOf(sessionSchema) } },
    handle: async (call, api) => ({
      status: 200,
      body: await listSessions(api, call.viewer.userId, call.query, call.viewer.sessionId),
    }),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/sessions/:id',
    tag,
    summary: 'End one of the own sessions; its sockets are cut within a second',
    access: 'session',
    params: z.strictObject({ id: idSchema }),
    idempotent: true,
    answers: { 204: { description: 'Ended' } },
    handle: (call, api) => revokeSession(call, api, call.viewer.userId, call.params.id),
  }),
];

/** Ends an open session of the user; 404 when there is none of this id. */
export async function revokeSession(call: AnyCall, api: Api, userId: string, publicId: string) {
  const { rows } = await api.pool.query<{ open: boolean }>(
    'select revoked_at is null as open from sessions where public_id = $1 and user_id = $2',
    [publicId, userId],
  );
  refuseGone(call, rows[0]);
  return await runCommands(api, call, {
    items: [userCommand(call, userId, { type: 'revoke_session', publicId, reason: 'revoked' })],
    answer: () => ({ status: 204, headers: {}, body: null }),
  });
}

/**
 * @throws ApiProblem not_found, for what is not theirs and for what has ended; but a request that is repeated with
 * its key gets its first answer, although what it ended is gone by then
 */
export function refuseGone(call: AnyCall, row: { readonly open: boolean } | undefined): void {
  if (!row || !(row.open || call.header('idempotency-key') !== undefined)) throw new ApiProblem('not_found');
}

export function userCommand(call: AnyCall, userId: string, command: UserCommand) {
  return item(call, { kind: 'user', id: userId }, command);
}

export function listSessions(
  api: Api,
  userId: string,
  query: { limit: number; cursor?: string | undefined },
  current: string | undefined,
) {
  const conditions = where();
  and(conditions, 's.user_id = $? and s.revoked_at is null and s.expires_at > now()', userId);
  return listRows(
    api.pool,
    {
      select: "to_jsonb(s) - 'id'",
      from: 'sessions s',
      where: conditions,
      sort: '-createdAt',
      sorts: { createdAt: { expression: 's.created_at', type: 'instant' } },
      id: 's.public_id',
      cursor: query.cursor,
      limit: query.limit,
    },
    (row) => ({
      id: row.public_id,
      current: row.public_id === current,
      createdAt: instant(row.created_at),
      lastSeenAt: instant(row.last_seen_at),
      expiresAt: instant(row.expires_at),
      userAgent: row.user_agent,
      address: row.address,
    }),
  );
}

async function openSession(
  api: Api,
  call: AnyCall,
  userId: string,
  hash: string,
  expiresAt: Date,
): Promise<void> {
  const publicId = api.newId();
  const origin = originOf(call, { userId, sessionId: publicId });
  const command: UserCommand = {
    type: 'open_session',
    sessionId: hash,
    publicId,
    expiresAt: expiresAt.toISOString(),
    userAgent: origin.userAgent,
    address: call.address,
  };
  try {
    await api.commands.run({
      items: [
        item(call, { kind: 'user', id: userId }, command, {
          by: { kind: 'user', id: userId, origin: origin.id },
        }),
      ],
      rows: api.origins.rowsOf(origin),
      answer: () => ({ status: 204, headers: {}, body: null }),
    });
    api.origins.stored(origin);
  } catch (error) {
    // Locked, deactivated or deleted between the check and now.
    if (error instanceof CommandRejected) throw new ApiProblem('invalid_credentials');
    throw error;
  }
}

/** The browser keeps one cookie: whoever signs in where somebody is signed in takes the place of that session. */
async function endReplaced(api: Api, call: AnyCall): Promise<void> {
  const replaced = call.maybeViewer;
  if (replaced?.credential !== 'session') return;
  const { userId, sessionId: publicId } = replaced;
  const origin = originOf(call, replaced);
  try {
    await api.commands.run({
      items: [userCommand(call, userId, { type: 'revoke_session', publicId, reason: 'signed_out' })],
      rows: api.origins.rowsOf(origin),
      answer: () => ({ status: 204, headers: {}, body: null }),
    });
    api.origins.stored(origin);
  } catch (error) {
    // An account that may no longer be asked has no session that counts.
    if (!(error instanceof CommandRejected)) throw error;
  }
  forgetCookie(api, call);
}

function forgetCookie(api: Api, call: AnyCall): void {
  const ended = readCredential({ cookie: call.header('cookie') ?? '' });
  if (ended) api.sessions.forget(ended);
}

async function readOtherSessions(api: Api, userId: string, sessionId: string): Promise<string[]> {
  const { rows } = await api.pool.query<{ id: string }>(
    `select public_id as id from sessions
      where user_id = $1 and public_id <> $2 and revoked_at is null and expires_at > now()`,
    [userId, sessionId],
  );
  return rows.map((row) => row.id);
}

function cookie(value: string, secure: boolean, expires: Date): string {
  return stringifySetCookie(SESSION_COOKIE, value, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    expires,
  });
}
