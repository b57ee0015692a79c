/** The person's own sessions, password and API tokens. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { changePasswordSchema, sessionSchema } from '../../../src/contracts/session.ts';
import type { createdTokenSchema, createTokenSchema, tokenSchema } from '../../../src/contracts/tokens.ts';
import { change, get } from './client.ts';
import type { Page } from './page.ts';

export type OwnSession = z.infer<typeof sessionSchema>;
export type Token = z.infer<typeof tokenSchema>;
export type CreatedToken = z.infer<typeof createdTokenSchema>;
export type NewToken = z.input<typeof createTokenSchema>;
export type PasswordChange = z.input<typeof changePasswordSchema>;

/** Below `user`, so that the events of the own account read them anew. */
export const accountKeys = {
  sessions: ['user', 'me', 'sessions'] as const,
  tokens: ['user', 'me', 'tokens'] as const,
};

const MOST = 200;

export const ownSessions = queryOptions({
  queryKey: accountKeys.sessions,
  queryFn: ({ signal }) => get<Page<OwnSession>>('/sessions', { limit: MOST }, signal),
});

export const ownTokens = queryOptions({
  queryKey: accountKeys.tokens,
  queryFn: ({ signal }) => get<Page<Token>>('/tokens', { limit: MOST }, signal),
});

export function endSession(id: string): Promise<void> {
  return change('DELETE', `/sessions/${id}`);
}

export function changePassword(passwords: PasswordChange, key: string): Promise<void> {
  return change('POST', '/session/password', { body: passwords, key });
}

export function createToken(token: NewToken, key: string): Promise<CreatedToken> {
  return change('POST', '/tokens', { body: token, key });
}

export function revokeToken(id: string): Promise<void> {
  return change('DELETE', `/tokens/${id}`);
}
