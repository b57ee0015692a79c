/**
 * What an event of the log does to what was read: one row for each kind of actor. A page that shows something new
 * adds a row here and nothing elsewhere.
 *
 * V1 An event that is already in a state (`actorseq` at most its `seq`) changes nothing (R2).
 */
import type { QueryClient } from '@tanstack/react-query';
import type { Envelope } from '../../../src/contracts/generic/envelope.ts';
import { customerKeys } from '../api/customers.ts';
import { technicianKeys } from '../api/technicians.ts';
import { currentUser, expire, refreshSession, session } from '../session/session.ts';
import { sayBroadcast } from './broadcast-toast.ts';
import { applyNoticeEvent } from './notice-cache.ts';
import { applyTicketEvent } from './ticket-cache.ts';

type Apply = (queryClient: QueryClient, event: Envelope, id: string) => void;

const appliers: Readonly<Record<string, Apply>> = {
  ticket: applyTicketEvent,
  technician: (cache) => void cache.invalidateQueries({ queryKey: technicianKeys.all }),
  customer(cache, _event, id) {
    void cache.invalidateQueries({ queryKey: [...customerKeys.all, 'one', id] });
    void cache.invalidateQueries({ queryKey: customerKeys.lists });
  },
  notification: applyNoticeEvent,
  user: applyUserEvent,
  broadcast: (_cache, event) => sayBroadcast(event),
};

export function applyEvent(queryClient: QueryClient, event: Envelope): void {
  const slash = event.subject.indexOf('/');
  const apply = appliers[event.subject.slice(0, slash)];
  apply?.(queryClient, event, event.subject.slice(slash + 1));
}

function applyUserEvent(cache: QueryClient, event: Envelope, id: string): void {
  void cache.invalidateQueries({ queryKey: ['user'] });
  const now = session.get();
  if (now.state !== 'signed_in' || id !== currentUser(now).id) return;
  if (event.type === 'session.revoked' && event.data.publicId === now.id) expire();
  else if (event.type === 'user.role_changed' || event.type === 'user.edited') void refreshSession();
}
