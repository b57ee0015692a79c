/** Sessions and tokens of an account: the row goes to its table, the event names only its public id (U1). */
import type { Decision } from '../../engine/actor-types.ts';
import { event } from '../event.ts';
import { endSession, endToken, newSession, newToken } from './access-rows.ts';
import type { UserCommand } from './commands.ts';
import type { UserState } from './state.ts';

export type AccessCommand = Extract<
  UserCommand,
  { type: 'open_session' | 'revoke_session' | 'create_token' | 'revoke_token' }
>;

export function decideAccess(state: UserState, command: AccessCommand, now: string): Decision {
  switch (command.type) {
    case 'open_session': {
      const { publicId, expiresAt } = command;
      return {
        events: [event('session.opened', { publicId, expiresAt })],
        effects: [newSession(state.id, command, now)],
      };
    }
    case 'revoke_session': {
      const { publicId, reason } = command;
      return {
        events: [event('session.revoked', { publicId, reason })],
        effects: [endSession(state.id, publicId, now)],
      };
    }
    case 'create_token': {
      const { tokenId, scopes, expiresAt } = command;
      return {
        events: [event('token.created', { tokenId, scopes: [...scopes], expiresAt })],
        effects: [newToken(state.id, command, now)],
      };
    }
    case 'revoke_token':
      return {
        events: [event('token.revoked', { tokenId: command.tokenId })],
        effects: [endToken(state.id, command.tokenId, now)],
      };
  }
}
