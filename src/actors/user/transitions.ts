/** What an account's status allows; the compiler proves the table total. */
import type { UserCommand } from './commands.ts';
import type { UserStatus } from './state.ts';

type UserTransition = Exclude<UserCommand['type'], 'create'>;

const usable = [
  'erase',
  'edit',
  'change_role',
  'follow',
  'change_password',
  'revoke_session',
  'revoke_token',
] as const;

export const allowedByStatus: Readonly<Record<UserStatus, readonly UserTransition[]>> = {
  active: [...usable, 'open_session', 'create_token', 'lock', 'deactivate', 'delete'],
  locked: [...usable, 'lock', 'unlock', 'deactivate', 'delete'],
  inactive: [...usable, 'activate', 'delete'],
  deleted: ['erase', 'follow', 'restore', 'revoke_session', 'revoke_token'],
};
