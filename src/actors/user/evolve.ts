/** Folds one event into an account. Rights rise with every event that changes what the person may see or do. */
import type { EvolveMeta, NewEvent } from '../../engine/actor-types.ts';
import { dataOf, unknownEvent } from '../event.ts';
import type { UserState } from './state.ts';

export function evolve(state: UserState | undefined, event: NewEvent, meta: EvolveMeta): UserState {
  if (event.type === 'user.created') return created(event, meta);
  if (!state) throw new Error(`${event.type} came to an account that was never created`);
  const { at } = meta;
  const touched = { ...state, updatedAt: at };
  switch (event.type) {
    case 'user.edited': {
      const { locale } = dataOf('user.edited', event);
      return { ...touched, ...event.personal, ...(locale ? { locale } : {}) };
    }
    case 'user.role_changed': {
      const { to, toZone } = dataOf('user.role_changed', event);
      return withRights({ ...touched, role: to, zone: toZone }, at);
    }
    case 'user.password_changed':
      return touched;
    case 'user.locked': {
      const { reason, until } = dataOf('user.locked', event);
      const locked: UserState = { ...touched, status: 'locked', lockedUntil: until };
      return reason === 'administrator' ? withRights(locked, at) : locked;
    }
    case 'user.unlocked':
    case 'user.activated':
    case 'user.restored':
      return withRights({ ...touched, status: 'active', lockedUntil: null }, at);
    case 'user.deactivated':
      return withRights({ ...touched, status: 'inactive', lockedUntil: null }, at);
    case 'user.deleted':
      return withRights({ ...touched, status: 'deleted', lockedUntil: null }, at);
    case 'user.erased': {
      const erased = {
        ...touched,
        ...event.personal,
        status: 'deleted',
        lockedUntil: null,
        erasedAt: at,
      } as const;
      return withRights(erased, at);
    }
    case 'session.opened':
    case 'session.revoked':
    case 'token.created':
    case 'token.revoked':
      return state;
    default:
      return unknownEvent('user', event.type);
  }
}

function withRights(state: UserState, at: string): UserState {
  return { ...state, rightsVersion: state.rightsVersion + 1, rightsChangedAt: at };
}

function created(event: NewEvent, { id, at }: EvolveMeta): UserState {
  const { role, zone, customerId, technicianId, locale } = dataOf('user.created', event);
  const personal = event.personal as Pick<UserState, 'username' | 'name' | 'email' | 'phone'>;
  return {
    id,
    seq: 0,
    version: 0,
    username: personal.username,
    name: personal.name,
    email: personal.email,
    phone: personal.phone,
    role,
    status: 'active',
    zone,
    customerId,
    technicianId,
    locale,
    lockedUntil: null,
    erasedAt: null,
    rightsVersion: 1,
    rightsChangedAt: at,
    createdAt: at,
    updatedAt: at,
  };
}
