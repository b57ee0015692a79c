/** Who is told what about an account: the person, and the administrators. */
import type { EventData, EventType } from '../../contracts/events.ts';
import type { Effect } from '../../engine/effects.ts';
import type { HandleContext, Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import type { TemplateName } from '../templates/registry.ts';
import { loadAdmins, type Person } from './people.ts';
import { createTelling, type Telling } from './telling.ts';

export const userNotices: Handler<readonly Person[]> = {
  name: 'notifications.user',
  group: 'notifications',
  types: ['user.locked', 'user.unlocked', 'user.role_changed', 'user.password_changed', 'session.revoked'],
  attempts: 10,
  onDead: 'continue',
  load: loadAdmins,
  handle,
};

function handle(event: LoggedEvent, people: readonly Person[], context: HandleContext): readonly Effect[] {
  const to = createTelling(event, context, 2);
  const owner = event.actorId;
  const admins = people.map((person) => person.id).filter((id) => id !== owner);
  switch (event.type as EventType) {
    case 'user.locked': {
      const { reason } = event.data as EventData<'user.locked'>;
      tellOwner(to, owner, 'account.locked');
      to.inApp(admins, 'user.locked', { reason });
      break;
    }
    case 'user.unlocked':
      tellOwner(to, owner, 'account.unlocked');
      break;
    case 'user.role_changed': {
      const { from, to: role } = event.data as EventData<'user.role_changed'>;
      // The zone of a customer is a matter of the staff.
      if (from === role && role === 'customer') break;
      to.inApp([owner], 'account.role_changed', { role });
      to.send('email', [{ kind: 'user', id: owner }], 'account.role_changed', { role });
      to.inApp(admins, 'user.role_changed', { from, to: role });
      break;
    }
    case 'user.password_changed':
      // Told even of one's own doing: whoever did not do it has to hear of it.
      to.confirm([owner], 'account.password_changed', {});
      to.send('email', [{ kind: 'user', id: owner }], 'account.password_changed', {});
      break;
    case 'session.revoked': {
      const { reason } = event.data as EventData<'session.revoked'>;
      // Signing out, and ending one's own sessions, needs no word; nor the many of a password change.
      if (reason !== 'revoked' || event.by.id === owner) break;
      tellOwner(to, owner, 'account.session_revoked');
      to.inApp(admins, 'user.session_revoked', {});
    }
  }
  return to.effects;
}

type WithoutParams = Extract<TemplateName, 'account.locked' | 'account.unlocked' | 'account.session_revoked'>;

function tellOwner(to: Telling, owner: string, template: WithoutParams): void {
  to.inApp([owner], template, {});
  to.send('email', [{ kind: 'user', id: owner }], template, {});
}
