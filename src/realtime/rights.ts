/**
 * What an event does to the rights of those who are connected (R5), in the tick in which it is emitted: nothing that
 * comes after it in the log reaches a room that is no longer theirs.
 *
 * - A revoked session's sockets are cut; a changed person's sockets are taken out of all rooms and let in anew.
 * - A handshake reads rights before its socket is known here; changes emitted in between are remembered for it.
 * - Safety net, each second: expired sessions, and sessions the authority no longer knows, are cut.
 */
import type { Authority, RightsChange, Viewer } from '../engine/authority-types.ts';
import type { LoggedEvent } from '../engine/log.ts';
import { cut } from './cut.ts';
import type { Join } from './join.ts';
import type { Member, Members } from './member.ts';
import type { Watching } from './watch.ts';

const REMEMBERED = 1_000;
const CHECKED_PER_SECOND = 1_000;

export interface RightsOptions {
  readonly authority: Authority;
  readonly members: Members;
  readonly join: Join;
  readonly watching: Watching;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}

export interface Rights {
  /** Call after the event was emitted, in the same tick. */
  apply(event: LoggedEvent): void;
  /** Rights of this viewer may have changed by an event after the offset that was emitted already. */
  changedSince(viewer: Viewer, offset: number): boolean;
  /** The safety net; call it each second. */
  check(): Promise<void>;
}

export function createRights(options: RightsOptions): Rights {
  const { authority, members, join, watching, nowMs } = options;
  const remembered: { readonly offset: number; readonly change: RightsChange }[] = [];
  /** Everything after this offset is remembered. */
  let completeAfter = 0;
  let nextToCheck = 0;

  function applyTo(change: RightsChange): void {
    for (const id of change.revokeSessions ?? []) {
      for (const member of members.ofSession(id)) cut(member.socket, 'session_revoked');
    }
    for (const id of change.revokeUsers ?? []) {
      for (const member of members.ofUser(id)) cut(member.socket, 'session_revoked');
    }
    for (const id of change.redecideUsers ?? []) members.ofUser(id).forEach(join.suspend);
    for (const role of change.redecideRoles ?? []) members.ofRole(role).forEach(join.suspend);
    for (const { kind, id } of change.redecideWatchers ?? []) {
      for (const member of members.watching(kind, id)) reask(member, kind, id);
    }
  }

  function reask(member: Member, kind: string, id: string): void {
    if (member.standing !== 'live') {
      join.suspend(member);
      return;
    }
    watching.reask(member, kind, id).catch((error: unknown) => {
      options.onError(error);
      cut(member.socket, 'replay_failed');
    });
  }

  function cutExpired(): void {
    const now = nowMs();
    for (const member of members.all()) {
      if (Date.parse(member.viewer.expiresAt) <= now) cut(member.socket, 'session_expired');
    }
  }

  return {
    apply(event) {
      const change = authority.onEvent(event);
      if (!change) return;
      // Watches are asked about when their socket is known here, so a change of those alone need not be remembered.
      if (isOfPeople(change)) remembered.push({ offset: event.position ?? 0, change });
      if (remembered.length > REMEMBERED) completeAfter = remembered.shift()?.offset ?? completeAfter;
      applyTo(change);
    },
    changedSince(viewer, offset) {
      if (offset < completeAfter) return true;
      return remembered.some(({ offset: at, change }) => at > offset && touches(change, viewer));
    },
    async check() {
      cutExpired();
      const sessions = members.sessionIds();
      if (nextToCheck >= sessions.length) nextToCheck = 0;
      const some = sessions.slice(nextToCheck, nextToCheck + CHECKED_PER_SECOND);
      nextToCheck += CHECKED_PER_SECOND;
      if (some.length === 0) return;
      const valid = new Set(await authority.stillValid(some));
      for (const id of some) {
        if (valid.has(id)) continue;
        for (const member of members.ofSession(id)) cut(member.socket, 'session_revoked');
      }
    },
  };
}

function isOfPeople({ revokeSessions, revokeUsers, redecideUsers, redecideRoles }: RightsChange): boolean {
  return Boolean(revokeSessions ?? revokeUsers ?? redecideUsers ?? redecideRoles);
}

function touches(change: RightsChange, viewer: Viewer): boolean {
  return Boolean(
    change.revokeSessions?.includes(viewer.sessionId) ||
      change.revokeUsers?.includes(viewer.userId) ||
      change.redecideUsers?.includes(viewer.userId) ||
      change.redecideRoles?.includes(viewer.role),
  );
}
