/**
 * Answers who somebody is, what they may watch, and whose rights an event changes (R5). Realtime and API ask the
 * same functions, so a socket never shows what a GET would refuse.
 */
import { endsAllSessions } from '../contracts/events.ts';
import { rooms } from '../contracts/rooms.ts';
import type { Authority, RightsChange } from '../engine/authority-types.ts';
import type { Pool } from '../engine/database.ts';
import type { LoggedEvent } from '../engine/log.ts';
import { readCredential } from './credentials.ts';
import { RIGHTS_EVENTS, readStillValid, readViewer } from './read-viewer.ts';
import { isTrackingSecret, readTracking, trackingViewer } from './tracking.ts';
import { classOf, type Viewer } from './viewer.ts';
import { maySeeTicket } from './visible-tickets.ts';

export interface AuthorityOptions {
  readonly pool: Pool;
}

export function createAuthority({ pool }: AuthorityOptions): Authority {
  return {
    async authenticate({ cookie, bearer }) {
      if (bearer !== undefined && isTrackingSecret(bearer)) {
        const tracking = await readTracking(pool, bearer);
        return tracking ? trackingViewer(tracking) : { refused: 'unauthenticated' };
      }
      const credential = readCredential({
        ...(cookie === undefined ? {} : { cookie }),
        ...(bearer === undefined ? {} : { bearer }),
      });
      const viewer = credential && (await readViewer(pool, credential));
      return viewer ?? { refused: 'unauthenticated' };
    },
    // Realtime hands back the viewers that `authenticate` gave it.
    mayWatch: (viewer, kind, id) => roomsToWatch(pool, viewer as Viewer, kind, id),
    onEvent: rightsChangeOf,
    stillValid: (sessionIds) => readStillValid(pool, sessionIds),
  };
}

const ID = /^[0-9a-f-]{36}$/;

export async function roomsToWatch(
  pool: Pool,
  viewer: Viewer,
  kind: string,
  id: string,
): Promise<readonly string[] | undefined> {
  if (kind !== 'ticket' || !ID.test(id) || !(await maySeeTicket(pool, viewer, id))) return undefined;
  return [roomOfTicket(viewer, id)];
}

export function roomOfTicket(viewer: Pick<Viewer, 'role'>, id: string): string {
  return classOf(viewer.role) === 'staff' ? rooms.ticketStaff(id) : rooms.ticketPublic(id);
}

const rightsEvents = new Set(RIGHTS_EVENTS);

function rightsChangeOf({ actorKind, actorId, type, data, audience }: LoggedEvent): RightsChange | undefined {
  if (actorKind === 'role') return { redecideRoles: [actorId] };
  if (actorKind !== 'user') {
    // Whoever watches what leaves somebody's sight is asked about again: their watch may have hung on it.
    const leaves = audience.some(({ lost }) => lost !== undefined);
    return leaves ? { redecideWatchers: [{ kind: actorKind, id: actorId }] } : undefined;
  }
  if (endsAllSessions(type, data)) return { revokeUsers: [actorId] };
  if (type === 'session.revoked') return { revokeSessions: [String(data.publicId)] };
  if (type === 'token.revoked') return { revokeSessions: [String(data.tokenId)] };
  return rightsEvents.has(type) ? { redecideUsers: [actorId] } : undefined;
}
