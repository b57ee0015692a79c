/**
 * What an event of the log does to what was read: one row for each kind of actor. A page that shows something new
 * adds a row here and nothing elsewhere.
 *
 * V1 An event that is already in a state (`actorseq` at most its `seq`) changes nothing (R2).
 */
import type { QueryClient } from '@tanstack/react-query';
import type { Envelope } from '../../../src/contracts/generic/envelope.ts';
import { attachmentsKey } from '../api/attachments.ts';
import { customerKeys } from '../api/customers.ts';
import { dispatchKeys } from '../api/dispatch.ts';
import { noticePreferencesKey } from '../api/notice-preferences.ts';
import { noticeKeys } from '../api/notifications.ts';
import { packageKeys } from '../api/packages.ts';
import { pushKeys } from '../api/push.ts';
import { registrationKeys } from '../api/registrations.ts';
import { replyKeys } from '../api/replies.ts';
import { roleKeys } from '../api/roles.ts';
import { staffKeys } from '../api/staff.ts';
import { technicianKeys } from '../api/technicians.ts';
import { templateKeys } from '../api/templates.ts';
import { ticketKeys } from '../api/tickets.ts';
import { viewKeys } from '../api/views.ts';
import { zoneGroupKeys } from '../api/zone-groups.ts';
import { hearEnd, refreshSession, session } from '../session/session.ts';
import { sayBroadcast } from './broadcast-toast.ts';
import { applyBulkEvent } from './bulk-cache.ts';
import { refreshFigures } from './figures-refresh.ts';
import { invalidateGathered } from './gather.ts';
import { applyLoad } from './load-cache.ts';
import { applyNoticeEvent } from './notice-cache.ts';
import { createOvertaken } from './overtaken.ts';
import { applyTicketEvent } from './ticket-cache.ts';

type Apply = (queryClient: QueryClient, event: Envelope, id: string) => void;

const appliers: Readonly<Record<string, Apply>> = {
  ticket(cache, event, id) {
    applyTicketEvent(cache, event, id);
    if (event.type === 'ticket.attached' || event.type === 'ticket.attachment_removed')
      void cache.invalidateQueries({ queryKey: attachmentsKey(id) });
    refreshFigures(cache);
  },
  technician(cache, event, id) {
    // One for each assignment: nobody reads the directory anew for it.
    if (event.type === 'technician.booked' || event.type === 'technician.freed') {
      applyLoad(cache, event, id);
      return;
    }
    void cache.invalidateQueries({ queryKey: technicianKeys.all });
    if (event.type !== 'technician.availability_changed')
      void cache.invalidateQueries({ queryKey: staffKeys.names });
  },
  customer(cache, event, id) {
    // The name stands beside tickets; the log does not say it.
    if (event.type === 'customer.edited' || event.type === 'customer.erased')
      void cache.invalidateQueries({ queryKey: ticketKeys.all });
    for (const part of ['one', 'history', 'notes'])
      void cache.invalidateQueries({ queryKey: [...customerKeys.all, part, id] });
    for (const part of [customerKeys.lists, customerKeys.counts]) invalidateGathered(cache, part);
  },
  package: (cache) => void cache.invalidateQueries({ queryKey: packageKeys.all }),
  registration(cache, _event, id) {
    for (const part of ['one', 'history'])
      void cache.invalidateQueries({ queryKey: [...registrationKeys.all, part, id] });
    for (const part of [registrationKeys.lists, registrationKeys.counts, customerKeys.registrations])
      invalidateGathered(cache, part);
  },
  provider_reply: (cache) => void cache.invalidateQueries({ queryKey: replyKeys.all }),
  notification: applyNoticeEvent,
  notice_preferences: (cache) => void cache.invalidateQueries({ queryKey: noticePreferencesKey }),
  push_subscription: (cache) => void cache.invalidateQueries({ queryKey: pushKeys.browsers }),
  template(cache) {
    for (const queryKey of [templateKeys.all, noticeKeys.lists]) void cache.invalidateQueries({ queryKey });
  },
  zone_group: (cache) => void cache.invalidateQueries({ queryKey: zoneGroupKeys.all }),
  user: applyUserEvent,
  role: (cache) => void cache.invalidateQueries({ queryKey: roleKeys.all }),
  specialization: (cache) => void cache.invalidateQueries({ queryKey: dispatchKeys.specializations }),
  dispatch: (cache) => void cache.invalidateQueries({ queryKey: dispatchKeys.zones }),
  view: (cache) => void cache.invalidateQueries({ queryKey: viewKeys.all }),
  list_settings: (cache) => void cache.invalidateQueries({ queryKey: viewKeys.all }),
  bulk: applyBulkEvent,
  broadcast: (_cache, event) => sayBroadcast(event),
};

/** One for the page: applies events to what was read, and sees to what is being read. */
export function createEventApplier(queryClient: QueryClient): (event: Envelope) => void {
  const overtaken = createOvertaken(queryClient);
  return (event) => {
    // A page that is being left shows nothing any more.
    if (!('user' in session.get())) return;
    const slash = event.subject.indexOf('/');
    const kind = event.subject.slice(0, slash);
    overtaken.note(kind);
    appliers[kind]?.(queryClient, event, event.subject.slice(slash + 1));
  };
}

function applyUserEvent(cache: QueryClient, event: Envelope, id: string): void {
  const now = session.get();
  const isMine = now.state === 'signed_in' && id === now.user.id;
  // Nothing can be read any more.
  if (isMine && event.type === 'session.revoked' && event.data.publicId === now.id) {
    void hearEnd();
    return;
  }
  void cache.invalidateQueries({ queryKey: ['user'] });
  if (event.type.startsWith('user.')) void cache.invalidateQueries({ queryKey: staffKeys.names });
  if (isMine && (event.type === 'user.role_changed' || event.type === 'user.edited')) void refreshSession();
}
