/** User accounts and their sessions, for those who look after them. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { sessionSchema } from '../../../src/contracts/session.ts';
import type {
  changeRoleSchema,
  createUserSchema,
  editUserSchema,
  userSchema,
} from '../../../src/contracts/users.ts';
import { type Change, change, get, type Query } from './client.ts';
import type { Page } from './page.ts';
import { pagedQuery } from './paged.ts';

export type User = z.infer<typeof userSchema>;
export type UserSession = z.infer<typeof sessionSchema>;
export type UserCommand = 'lock' | 'unlock' | 'deactivate' | 'activate' | 'restore' | 'delete';

export const userKeys = {
  all: ['user'] as const,
  lists: ['user', 'list'] as const,
  sessions: (id: string) => ['user', 'sessions', id] as const,
};

export function userList(filter: Query) {
  return pagedQuery<User>(userKeys.lists, '/users', filter);
}

export function userOne(id: string) {
  return queryOptions({
    queryKey: [...userKeys.all, 'one', id] as const,
    queryFn: ({ signal }) =>
      get<User & { readonly position?: string }>(`/users/${encodeURIComponent(id)}`, {}, signal),
  });
}

export function userSessions(id: string) {
  return pagedQuery<UserSession>(userKeys.sessions(id), `/users/${id}/sessions`, {});
}

export function createUser(body: z.input<typeof createUserSchema>, key: string): Promise<User> {
  return change('POST', '/users', { body, key });
}

export function editUser(id: string, body: z.input<typeof editUserSchema>, options: Change): Promise<User> {
  return change('PATCH', `/users/${id}`, { ...options, body });
}

export function changeRole(
  id: string,
  body: z.input<typeof changeRoleSchema>,
  options: Change,
): Promise<User> {
  return change('POST', `/users/${id}/role`, { ...options, body });
}

export function commandUser({ id, version }: User, command: UserCommand): Promise<User> {
  if (command === 'delete') return change('DELETE', `/users/${id}`, { version });
  return change('POST', `/users/${id}/${command}`, { body: {}, version });
}

export function endSession(userId: string, sessionId: string): Promise<void> {
  return change('DELETE', `/users/${userId}/sessions/${sessionId}`);
}

export function userSearch(words: string) {
  return queryOptions({
    queryKey: [...userKeys.all, 'search', words] as const,
    queryFn: ({ signal }) => get<Page<User>>('/users', { q: words, limit: 20 }, signal),
    placeholderData: keepPreviousData,
  });
}
