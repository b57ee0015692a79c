/**
 * Who is looking at an entity, and who is typing there (R7): ephemeral, told only to those who watch it, stored nowhere.
 *
 * What holds: only the staff take part. A customer neither learns which of the staff is looking nor is shown to other
 * customers. Changes are gathered, so that a crowd that comes at once costs a message each, not one per pair.
 */
import type { Server } from 'socket.io';
import type { Presence as PresenceMessage, Typing } from '../contracts/generic/realtime.ts';
import { type Member, type Members, watchKey } from './member.ts';

const GATHER_MS = 200;
const MAX_USERS = 100;

export interface Presence {
  /** Somebody came or went. */
  changed(kind: string, id: string): void;
  /** False when the member does not watch the entity, or is none of the staff. */
  typing(member: Member, kind: string, id: string, typing: boolean): boolean;
  stop(): void;
}

export function createPresence(io: Server, members: Members): Presence {
  const changed = new Map<string, { readonly kind: string; readonly id: string }>();
  let timer: NodeJS.Timeout | undefined;

  const staffWatching = (kind: string, id: string): Member[] =>
    members.watching(kind, id).filter((member) => takesPart(member, kind, id));

  function tell(): void {
    timer = undefined;
    for (const { kind, id } of changed.values()) {
      const staff = staffWatching(kind, id);
      if (staff.length === 0) continue;
      const users = [...new Set(staff.map(({ viewer }) => viewer.userId))].sort().slice(0, MAX_USERS);
      const message: PresenceMessage = { ephemeral: true, kind, id, users };
      io.to(staff.map(({ socket }) => socket.id)).emit('presence', message);
    }
    changed.clear();
  }

  return {
    changed(kind, id) {
      changed.set(watchKey(kind, id), { kind, id });
      timer ??= setTimeout(tell, GATHER_MS);
    },
    typing(member, kind, id, typing) {
      if (!takesPart(member, kind, id)) return false;
      const others = staffWatching(kind, id).filter(({ viewer }) => viewer.userId !== member.viewer.userId);
      if (others.length === 0) return true;
      const message: Typing = { ephemeral: true, kind, id, userId: member.viewer.userId, typing };
      io.to(others.map(({ socket }) => socket.id)).volatile.emit('typing', message);
      return true;
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

function takesPart(member: Member, kind: string, id: string): boolean {
  const watch = member.watches.get(watchKey(kind, id));
  return member.standing === 'live' && member.viewer.class === 'staff' && (watch?.rooms.length ?? 0) > 0;
}
