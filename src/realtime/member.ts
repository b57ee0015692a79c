/**
 * A member: one socket, who it is for, and what it watches. And the register of all members, by session, user,
 * role and watched entity.
 *
 * What holds: a member is in rooms only while it is `live`. `turn` rises whenever its standing changes; whoever
 * awaited something compares it before touching the member's rooms.
 */
import type { Socket } from 'socket.io';
import type { Credentials, Viewer } from '../engine/authority-types.ts';

/** An entity that a member asked to watch. */
export interface Watch {
  readonly kind: string;
  readonly id: string;
  /** Empty until it is granted and its replay has arrived. */
  rooms: readonly string[];
  /** Rises when the right to it may have changed; whoever awaited an answer asks again. */
  turn: number;
}

export interface Member {
  readonly socket: Socket;
  readonly credentials: Credentials;
  viewer: Viewer;
  standing: 'joining' | 'live' | 'gone';
  turn: number;
  /** Settles when the join under way is over, whichever way. Never rejects. */
  joining: Promise<void>;
  readonly watches: Map<string, Watch>;
}

/** The room of all who are live; heartbeats go there. No room of the domain begins like this. */
export const LIVE_ROOM = '~live';

export function watchKey(kind: string, id: string): string {
  return `${kind}/${id}`;
}

/** All rooms of a member, each once. */
export function roomsOf(viewer: Viewer, watches: Iterable<Watch>): Set<string> {
  const rooms = new Set(viewer.rooms);
  for (const watch of watches) for (const room of watch.rooms) rooms.add(room);
  return rooms;
}

export interface Members {
  add(socket: Socket, credentials: Credentials, viewer: Viewer): Member;
  remove(member: Member): void;
  /** Takes the answer of a new look at the rights. */
  setViewer(member: Member, viewer: Viewer): void;
  /** The member's watch of the entity; a new one has no rooms yet. */
  wantWatch(member: Member, kind: string, id: string): Watch;
  dropWatch(member: Member, watch: Watch): void;
  /** Copies: members may leave while the caller goes through them. */
  ofSession(sessionId: string): Member[];
  ofUser(userId: string): Member[];
  ofRole(role: string): Member[];
  /** Who wants to watch it, whether it is granted yet or not. */
  watching(kind: string, id: string): Member[];
  all(): Member[];
  sessionIds(): string[];
  count(): number;
}

export function createMembers(): Members {
  const members = new Set<Member>();
  const bySession = createIndex();
  const byUser = createIndex();
  const byRole = createIndex();
  const byWatch = createIndex();

  const index = (member: Member): void => {
    bySession.add(member.viewer.sessionId, member);
    byUser.add(member.viewer.userId, member);
    byRole.add(member.viewer.role, member);
  };
  const unindex = (member: Member): void => {
    bySession.remove(member.viewer.sessionId, member);
    byUser.remove(member.viewer.userId, member);
    byRole.remove(member.viewer.role, member);
  };

  return {
    add(socket, credentials, viewer) {
      const member: Member = {
        socket,
        credentials,
        viewer,
        standing: 'joining',
        turn: 0,
        joining: Promise.resolve(),
        watches: new Map(),
      };
      members.add(member);
      index(member);
      return member;
    },
    remove(member) {
      member.standing = 'gone';
      member.turn += 1;
      members.delete(member);
      unindex(member);
      for (const key of member.watches.keys()) byWatch.remove(key, member);
      member.watches.clear();
    },
    setViewer(member, viewer) {
      unindex(member);
      member.viewer = viewer;
      index(member);
    },
    wantWatch(member, kind, id) {
      const key = watchKey(kind, id);
      const held = member.watches.get(key);
      if (held) return held;
      const watch: Watch = { kind, id, rooms: [], turn: 0 };
      member.watches.set(key, watch);
      byWatch.add(key, member);
      return watch;
    },
    dropWatch(member, watch) {
      const key = watchKey(watch.kind, watch.id);
      if (member.watches.get(key) !== watch) return;
      watch.turn += 1;
      member.watches.delete(key);
      byWatch.remove(key, member);
    },
    ofSession: bySession.of,
    ofUser: byUser.of,
    ofRole: byRole.of,
    watching: (kind, id) => byWatch.of(watchKey(kind, id)),
    all: () => [...members],
    sessionIds: () => bySession.keys(),
    count: () => members.size,
  };
}

function createIndex() {
  const sets = new Map<string, Set<Member>>();
  return {
    add(key: string, member: Member): void {
      const set = sets.get(key);
      if (set) set.add(member);
      else sets.set(key, new Set([member]));
    },
    remove(key: string, member: Member): void {
      const set = sets.get(key);
      if (set?.delete(member) && set.size === 0) sets.delete(key);
    },
    of: (key: string): Member[] => [...(sets.get(key) ?? [])],
    keys: (): string[] => [...sets.keys()],
  };
}
