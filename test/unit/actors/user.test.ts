import { describe, expect, it } from 'vitest';
import { user } from '../../../src/actors/user/actor.ts';
import type { UserCommand } from '../../../src/actors/user/commands.ts';
import { endsAllSessions } from '../../../src/contracts/events.ts';
import type { Decision } from '../../../src/engine/actor-types.ts';
import { eventTypesOf, given, later, START } from '../../support/actors.ts';

const create: UserCommand = {
  type: 'create',
  username: 'siti',
  name: 'Siti Rahayu',
  email: 'siti@example.com',
  phone: '+62800111',
  role: 'technician',
  zone: 'depok',
  customerId: null,
  technicianId: 'tech-1',
  locale: 'id',
  passwordHash: 'hash-of-password',
};
const open: UserCommand = {
  type: 'open_session',
  sessionId: 'hash-of-cookie',
  publicId: 'public-1',
  expiresAt: later(START, 12),
  userAgent: 'browser',
  address: '192.0.2.1',
};
const token: UserCommand = {
  type: 'create_token',
  tokenId: 'token-1',
  name: 'backup',
  tokenHash: 'hash-of-token',
  scopes: ['tickets.view_all'],
  expiresAt: null,
};
const active = () => given(user).and(create);

function effectsOf(decision: Decision) {
  return 'rejection' in decision ? [] : (decision.effects ?? []);
}

describe('an account', () => {
  it('U1: has its personal data in the state and nothing of it in its events', () => {
    const { state, events } = active()
      .and({ type: 'edit', fields: { email: 'new@example.com', locale: 'en' } })
      .and(open)
      .and(token)
      .and({ type: 'change_password', passwordHash: 'another-hash', endedSessions: ['public-1'] });
    expect(state).toMatchObject({
      username: 'siti',
      name: 'Siti Rahayu',
      email: 'new@example.com',
      locale: 'en',
    });
    const log = JSON.stringify(events.map(({ data }) => data));
    for (const secret of ['siti', 'Siti', 'example.com', '+62', 'hash', '192.0.2.1', 'browser', 'backup']) {
      expect(log).not.toContain(secret);
    }
  });

  it('stores hashes in their own tables, in the same decision', () => {
    expect(effectsOf(given(user).when(create))[0]).toMatchObject({
      table: 'user_passwords',
      row: { user_id: 'actor-1', password_hash: 'hash-of-password' },
    });
    expect(effectsOf(active().when(open))).toMatchObject([
      { table: 'sessions', row: { id: 'hash-of-cookie', public_id: 'public-1', user_id: 'actor-1' } },
    ]);
    expect(effectsOf(active().when(token))).toMatchObject([
      { table: 'tokens', row: { id: 'token-1', token_hash: 'hash-of-token', scopes: ['tickets.view_all'] } },
    ]);
  });

  it('tells of every session that a new password ends, and ends it', () => {
    const decision = active().when({
      type: 'change_password',
      passwordHash: 'another',
      endedSessions: ['public-1', 'public-2'],
    });
    expect(eventTypesOf(decision)).toEqual(['user.password_changed', 'session.revoked', 'session.revoked']);
    expect(effectsOf(decision).slice(1)).toMatchObject([
      {
        table: 'sessions',
        key: ['public_id', 'user_id'],
        row: { public_id: 'public-1', user_id: 'actor-1' },
      },
      { table: 'sessions', row: { public_id: 'public-2' } },
    ]);
  });

  it.each<[string, UserCommand, boolean]>([
    ['another role', { type: 'change_role', role: 'supervisor', zone: null }, true],
    ['a lock by an administrator', { type: 'lock', until: null, reason: 'administrator' }, true],
    ['deactivation', { type: 'deactivate' }, true],
    ['deletion', { type: 'delete' }, true],
    ['another name', { type: 'edit', fields: { name: 'Siti' } }, false],
    ['a sign-in', open, false],
    ['wrong passwords', { type: 'lock', until: later(START, 1), reason: 'wrong_passwords' }, false],
  ])('rights after %s', (_what, command, raised) => {
    const { state } = active().and(command, later(START, 1));
    expect(state?.rightsVersion).toBe(raised ? 2 : 1);
    expect(state?.rightsChangedAt).toBe(raised ? later(START, 1) : START);
  });

  it.each<[UserCommand, boolean]>([
    [{ type: 'lock', until: null, reason: 'administrator' }, true],
    [{ type: 'lock', until: later(START, 1), reason: 'wrong_passwords' }, false],
    [{ type: 'deactivate' }, true],
    [{ type: 'delete' }, true],
    [{ type: 'erase', open: [] }, true],
  ])('U2: out of use, its sessions end with it: %o', (command, ends) => {
    const decision = active().when(command);
    expect(effectsOf(decision).some((effect) => 'table' in effect && effect.table === 'sessions')).toBe(ends);
    const [event] = 'rejection' in decision ? [] : decision.events;
    expect(event && endsAllSessions(event.type, event.data)).toBe(ends);
  });

  it('U2: out of use, its technician is off line; wrong passwords do nothing', () => {
    const commandsOf = (command: UserCommand) =>
      effectsOf(active().when(command)).flatMap((effect) =>
        effect.effect === 'command' ? [[effect.actor.id, effect.command]] : [],
      );
    const offline = ['tech-1', { type: 'change_availability', availability: 'offline' }];
    expect(commandsOf({ type: 'deactivate' })).toEqual([offline]);
    expect(commandsOf({ type: 'delete' })).toEqual([offline]);
    expect(commandsOf({ type: 'lock', until: null, reason: 'administrator' })).toEqual([offline]);
    expect(commandsOf({ type: 'lock', until: later(START, 1), reason: 'wrong_passwords' })).toEqual([]);
  });

  it('U3: follows whose it is: in the zone as long as it has their role, in contacts that were theirs', () => {
    const moves: UserCommand = { type: 'follow', of: 'technician', zone: 'bogor' };
    expect(active().and(moves).state).toMatchObject({ zone: 'bogor', role: 'technician', rightsVersion: 2 });
    const chief = active().and({ type: 'change_role', role: 'supervisor', zone: null });
    expect(eventTypesOf(chief.when(moves))).toEqual([]);
    const email = { from: 'siti@example.com', to: 'new@example.com' };
    const phone = { from: '+62800999', to: '+62800222' };
    const { state } = active().and({ type: 'follow', of: 'customer', email, phone });
    expect(state).toMatchObject({ email: 'new@example.com', phone: '+62800111' });
  });

  it('cannot be signed in to unless it is active', () => {
    const out: UserCommand[] = [
      { type: 'lock', until: null, reason: 'administrator' },
      { type: 'deactivate' },
      { type: 'delete' },
    ];
    for (const command of out) {
      expect(eventTypesOf(active().and(command).when(open))).toEqual(['refused: wrong_state']);
    }
  });

  it('unlocks by time with the next sign-in', () => {
    const locked = active().and({ type: 'lock', until: later(START, 1), reason: 'wrong_passwords' });
    expect(eventTypesOf(locked.when(open, later(START, 0.5)))).toEqual(['refused: wrong_state']);
    expect(eventTypesOf(locked.when(open, later(START, 1)))).toEqual(['user.unlocked', 'session.opened']);
    expect(locked.and(open, later(START, 1)).state).toMatchObject({ status: 'active', lockedUntil: null });
  });

  it('stays locked by its administrator whatever passwords are tried', () => {
    const locked = active().and({ type: 'lock', until: null, reason: 'administrator' });
    const tried = locked.and({ type: 'lock', until: later(START, 1), reason: 'wrong_passwords' });
    expect(tried.state).toMatchObject({ status: 'locked', lockedUntil: null });
  });

  it('comes back from deletion', () => {
    expect(active().and({ type: 'delete' }).and({ type: 'restore' }).state?.status).toBe('active');
  });

  it('R5: an administrator who is the person is told once', () => {
    const { state } = active();
    if (!state) throw new Error('no state');
    const audience = user.audience({ type: 'user.edited', data: {} }, state, state);
    expect(audience).toEqual([{ class: 'owner', rooms: ['user:actor-1', 'role:admin'] }]);
  });
});
