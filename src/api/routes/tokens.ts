/** API tokens of machine clients. */
import * as z from 'zod/mini';
import { hashSecret, tokenSecret } from '../../authority/credentials.ts';
import { listQuery, pageOf } from '../../contracts/http.ts';
import { idSchema } from '../../contracts/text.ts';
import { createdTokenSchema, createTokenSchema, tokenSchema } from '../../contracts/tokens.ts';
import { runCommands } from '../commands.ts';
import { and, listRows, where } from '../list.ts';
import { invalid } from '../problem.ts';
import { instant } from '../reads.ts';
import { defineRoute, type Route } from '../route.ts';
import { refuseGone, userCommand } from './session.ts';

const tag = 'Tokens';

export const tokenRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/tokens',
    tag,
    summary: 'The own tokens',
    access: ['tokens.manage'],
    query: z.strictObject(listQuery),
    answers: { 200: { description: 'Newest first', schema: pageOf(tokenSchema) } },
    handle: async (call, api) => {
      const conditions = where();
      and(conditions, 't.user_id = $?', call.viewer.userId);
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: "to_jsonb(t) - 'token_hash'",
            from: 'tokens t',
            where: conditions,
            sort: '-createdAt',
            sorts: { createdAt: { expression: 't.created_at', type: 'instant' } },
            id: 't.id',
            cursor: call.query.cursor,
            limit: call.query.limit,
          },
          (row) => ({
            id: row.id,
            name: row.name,
            scopes: row.scopes,
            createdAt: instant(row.created_at),
            expiresAt: instant(row.expires_at),
            lastUsedAt: instant(row.last_used_at),
            revokedAt: instant(row.revoked_at),
          }),
        ),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/tokens',
    tag,
    summary: 'Make a token; it is shown this once',
    access: ['tokens.manage'],
    body: createTokenSchema,
    answers: {
      201: {
        description: 'Made. Not repeatable by Idempotency-Key: the answer is kept nowhere',
        schema: createdTokenSchema,
      },
    },
    handle: async (call, api) => {
      const { name, scopes, expiresAt = null } = call.body;
      const beyond = scopes.findIndex((scope) => !call.viewer.permissions.has(scope));
      if (beyond >= 0) throw invalid(`scopes.${beyond}`, 'is more than you may do yourself');
      if (expiresAt !== null && expiresAt <= api.now().toISOString())
        throw invalid('expiresAt', 'has passed');
      const id = api.newId();
      const token = tokenSecret(api.randomBytes(32));
      await api.commands.run({
        items: [
          userCommand(call, call.viewer.userId, {
            type: 'create_token',
            tokenId: id,
            name,
            tokenHash: hashSecret(token),
            scopes: [...new Set(scopes)],
            expiresAt,
          }),
        ],
        answer: () => ({ status: 201, headers: {}, body: null }),
      });
      return { status: 201, body: { id, name, scopes, expiresAt, token } };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/tokens/:id',
    tag,
    summary: 'Revoke a token; its sockets are cut within a second',
    access: ['tokens.manage'],
    params: z.strictObject({ id: idSchema }),
    idempotent: true,
    answers: { 204: { description: 'Revoked' } },
    handle: async (call, api) => {
      const { userId } = call.viewer;
      const { rows } = await api.pool.query<{ open: boolean }>(
        'select revoked_at is null as open from tokens where id = $1 and user_id = $2',
        [call.params.id, userId],
      );
      refuseGone(call, rows[0]);
      return await runCommands(api, call, {
        items: [userCommand(call, userId, { type: 'revoke_token', tokenId: call.params.id })],
        answer: () => ({ status: 204, headers: {}, body: null }),
      });
    },
  }),
];
