/** Rows beside an account's own: password, sessions, tokens. Only hashes arrive here (U1). */
import type { Decided } from '../../engine/actor-types.ts';
import type { UserCommand } from './commands.ts';

export type Effects = NonNullable<Decided['effects']>;
type Effect = Effects[number];

export function newPassword(userId: string, hash: string, now: string): Effect {
  const row = { user_id: userId, password_hash: hash, changed_at: now };
  return { effect: 'upsert', table: 'user_passwords', conflict: ['user_id'], row };
}

export function noPassword(userId: string): Effect {
  return { effect: 'delete', table: 'user_passwords', row: { user_id: userId } };
}

export function newSession(
  userId: string,
  command: Extract<UserCommand, { type: 'open_session' }>,
  now: string,
): Effect {
  return {
    effect: 'insert',
    table: 'sessions',
    row: {
      id: command.sessionId,
      public_id: command.publicId,
      user_id: userId,
      created_at: now,
      last_seen_at: now,
      expires_at: command.expiresAt,
      user_agent: command.userAgent,
      address: command.address,
    },
  };
}

/** Matches by owner too, so that nobody ends another's session by its public id. */
export function endSession(userId: string, publicId: string, now: string): Effect {
  const row = { public_id: publicId, user_id: userId, revoked_at: now };
  return { effect: 'update', table: 'sessions', key: ['public_id', 'user_id'], row };
}

export function endSessions(userId: string, now: string): Effect {
  return {
    effect: 'update',
    table: 'sessions',
    key: ['user_id'],
    row: { user_id: userId, revoked_at: now },
  };
}

export function newToken(
  userId: string,
  command: Extract<UserCommand, { type: 'create_token' }>,
  now: string,
): Effect {
  return {
    effect: 'insert',
    table: 'tokens',
    row: {
      id: command.tokenId,
      user_id: userId,
      name: command.name,
      token_hash: command.tokenHash,
      scopes: command.scopes,
      created_at: now,
      expires_at: command.expiresAt,
    },
  };
}

export function endToken(userId: string, tokenId: string, now: string): Effect {
  const row = { id: tokenId, user_id: userId, revoked_at: now };
  return { effect: 'update', table: 'tokens', key: ['id', 'user_id'], row };
}

export function endTokens(userId: string, now: string): Effect {
  return { effect: 'update', table: 'tokens', key: ['user_id'], row: { user_id: userId, revoked_at: now } };
}
