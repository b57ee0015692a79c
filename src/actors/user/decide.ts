/**
 * What an account answers to a command.
 *
 * - U1 No hash, token, name or address is in an event: hashes go to their tables as effects of the same commit.
 * - U2 What takes the account out of use ends all its sessions in that commit, and its technician is off line; a lockout after wrong passwords does
 *   not, or anybody could sign a person out by guessing.
 * - U3 The zone of an account that is a technician's or a customer's is theirs: changed on either side, it is the same
 *   on both in that commit.
 */
import { ERASED_PERSON } from '../../contracts/erased.ts';
import type { ActorRef, Command, DecideContext, Decision, NewEvent } from '../../engine/actor-types.ts';
import { afterErasure, refuseOpen } from '../erased.ts';
import { event, refuse } from '../event.ts';
import { type Effects, endSession, endSessions, endTokens, newPassword, noPassword } from './access-rows.ts';
import type { Follow, UserCommand } from './commands.ts';
import { type AccessCommand, decideAccess } from './decide-access.ts';
import type { UserState } from './state.ts';
import { allowedByStatus } from './transitions.ts';

type CreateUser = Extract<UserCommand, { type: 'create' }>;
type ChangeRole = Extract<UserCommand, { type: 'change_role' }>;
type EditUser = Extract<UserCommand, { type: 'edit' }>;

export function decide(state: UserState | undefined, command: UserCommand, context: DecideContext): Decision {
  if (command.type === 'create') {
    return state ? refuse('conflict', 'The account exists already.') : create(command, context);
  }
  if (!state) return refuse('not_found');
  if (state.erasedAt !== null) return afterErasure('account', command);
  const { now } = context;
  // A lockout that has run out ends with the next sign-in, whether or not its timer has come.
  if (command.type === 'open_session' && state.lockedUntil !== null && state.lockedUntil <= now) {
    return withFirst(event('user.unlocked', {}), decideAccess(state, command, now));
  }
  const allowed = allowedByStatus[state.status];
  if (!allowed.includes(command.type))
    return refuse('wrong_state', `The account is ${state.status}.`, allowed);
  return decideAllowed(state, command, now);
}

function create(command: CreateUser, { id, now }: DecideContext): Decision {
  const link = { type: 'link_user', userId: id };
  const { username, name, email, phone, role, zone, customerId, technicianId, locale } = command;
  return {
    events: [
      event(
        'user.created',
        { role, zone, customerId, technicianId, locale },
        { username, name, email, phone },
      ),
    ],
    effects: [
      newPassword(id, command.passwordHash, now),
      // Of several accounts of a customer the first one is theirs.
      ...holdersOf(command).map((actor) => ({ ...asked(actor, link), tolerateRejection: true })),
    ],
  };
}

function decideAllowed(state: UserState, command: Exclude<UserCommand, CreateUser>, now: string): Decision {
  switch (command.type) {
    case 'edit':
      return edit(state, command);
    case 'change_role': {
      if (command.role === state.role && command.zone === state.zone) return { events: [] };
      const data = { from: state.role, to: command.role, fromZone: state.zone, toZone: command.zone };
      return { events: [event('user.role_changed', data)], effects: moveHolder(state, command) };
    }
    case 'follow':
      return follow(state, command);
    case 'change_password':
      return {
        events: [
          event('user.password_changed', { endedSessions: command.endedSessions.length }),
          ...command.endedSessions.map((publicId) =>
            event('session.revoked', { publicId, reason: 'password_changed' }),
          ),
        ],
        effects: [
          newPassword(state.id, command.passwordHash, now),
          ...command.endedSessions.map((publicId) => endSession(state.id, publicId, now)),
        ],
      };
    case 'lock':
      return lock(state, command, now);
    case 'unlock':
      return { events: [event('user.unlocked', {})] };
    case 'deactivate':
      return { events: [event('user.deactivated', {})], effects: outOfUse(state, now) };
    case 'activate':
      return { events: [event('user.activated', {})] };
    case 'delete':
      return {
        events: [event('user.deleted', {})],
        effects: [...outOfUse(state, now), endTokens(state.id, now)],
      };
    case 'erase': {
      const open = refuseOpen(command);
      if (open) return open;
      const nobody = { username: `erased-${state.id}`, name: ERASED_PERSON, email: null, phone: null };
      return {
        events: [event('user.erased', {}, nobody)],
        effects: [...outOfUse(state, now), endTokens(state.id, now), noPassword(state.id)],
      };
    }
    case 'restore':
      return { events: [event('user.restored', {})] };
    default:
      return decideAccess(state, command satisfies AccessCommand, now);
  }
}

function edit(state: UserState, { fields }: EditUser): Decision {
  const changed = Object.entries(fields).filter(
    ([key, value]) => value !== undefined && state[key as keyof EditUser['fields']] !== value,
  );
  if (changed.length === 0) return { events: [] };
  const { locale, ...personal } = Object.fromEntries(changed) as EditUser['fields'];
  const names = changed.map(([key]) => key as keyof EditUser['fields']);
  return {
    events: [event('user.edited', { fields: names, ...(locale ? { locale } : {}) }, personal)],
  };
}

function follow(state: UserState, { of, zone, email, phone }: Follow): Decision {
  const fields = {
    ...(email && state.email === email.from ? { email: email.to } : {}),
    ...(phone && state.phone === phone.from ? { phone: phone.to } : {}),
  };
  const edited = edit(state, { type: 'edit', fields });
  if (zone === undefined || state.role !== of || zone === state.zone) return edited;
  const { role } = state;
  const moved = event('user.role_changed', { from: role, to: role, fromZone: state.zone, toZone: zone });
  return withFirst(moved, edited);
}

/** Whoever gives a technician's or a customer's account another zone moves the person. */
function moveHolder(state: UserState, { role, zone }: ChangeRole): Effects {
  if (zone === null || zone === state.zone) return [];
  const edits = { type: 'edit', fields: { zone } };
  return holdersOf(state)
    .filter(({ kind }) => kind === role)
    .map((actor) => ({ ...asked(actor, edits), tolerateRejection: true }));
}

/** Who somebody is besides their account. */
function holdersOf({
  technicianId,
  customerId,
}: Pick<UserState, 'technicianId' | 'customerId'>): readonly ActorRef[] {
  return [
    ...(technicianId === null ? [] : [{ kind: 'technician', id: technicianId }]),
    ...(customerId === null ? [] : [{ kind: 'customer', id: customerId }]),
  ];
}

function asked(actor: ActorRef, command: Command) {
  return { effect: 'command', actor, command } as const;
}

function lock(state: UserState, command: Extract<UserCommand, { type: 'lock' }>, now: string): Decision {
  const { reason, until } = command;
  // Wrong passwords do not shorten a lock that waits for an administrator.
  if (reason === 'wrong_passwords' && state.status === 'locked' && state.lockedUntil === null)
    return { events: [] };
  const locked = event('user.locked', { reason, until });
  return reason === 'administrator'
    ? { events: [locked], effects: outOfUse(state, now) }
    : { events: [locked] };
}

/** Nobody gives work to whom cannot come in, nor to whom is no longer there. */
function outOfUse(state: UserState, now: string): Effects {
  const offline = { type: 'change_availability', availability: 'offline' };
  return [
    endSessions(state.id, now),
    ...holdersOf(state)
      .filter(({ kind }) => kind === 'technician')
      .map((actor) => ({ ...asked(actor, offline), tolerateRejection: true })),
  ];
}

function withFirst(first: NewEvent, decision: Decision): Decision {
  return 'rejection' in decision ? decision : { ...decision, events: [first, ...decision.events] };
}
