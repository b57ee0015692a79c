/**
 * What realtime asks the domain about rights (R5): who somebody is, which rooms are theirs, and which events change
 * that. The answers are the server's alone; nothing a client says about itself is believed.
 */
import type { ViewerClass } from '../contracts/generic/audience.ts';
import type { ErrorCode } from '../contracts/generic/errors.ts';
import type { LoggedEvent } from './log.ts';

/** What a handshake carries as proof: a session cookie or a bearer token. Kept in memory only, never logged. */
export interface Credentials {
  /** The whole Cookie header. */
  readonly cookie?: string;
  /** The token alone, without "Bearer". */
  readonly bearer?: string;
  readonly address: string;
}

export interface Viewer {
  readonly userId: string;
  /** The session or token by which they are here; what `revokeSessions` names. */
  readonly sessionId: string;
  readonly class: ViewerClass;
  readonly role: string;
  /** Rooms that are theirs without asking (`user:…`, `role:…`, `zone:…:staff`, `all`). */
  readonly rooms: readonly string[];
  /** Rises when rights change; the same version means the same rooms. */
  readonly rightsVersion: number;
  /** ISO instant; their sockets are cut then. */
  readonly expiresAt: string;
  /**
   * Offset of the last event that changed what this viewer may see; 0 when there was none, `Number.MAX_SAFE_INTEGER`
   * while that event has no position yet. A client that comes back from before it reloads (R5).
   */
  readonly rightsChangedOffset: number;
}

/** What an event does to the rights of people who are connected. */
export interface RightsChange {
  /** Cut at once. */
  readonly revokeSessions?: readonly string[];
  /** All sockets of these users are cut at once. */
  readonly revokeUsers?: readonly string[];
  /** Taken out of all rooms at once, and let in again by what `authenticate` then says. */
  readonly redecideUsers?: readonly string[];
  /** The same for all who have one of these roles. */
  readonly redecideRoles?: readonly string[];
  /** Who watches one of these is taken out of its rooms at once, and asked about again (a ticket was reassigned). */
  readonly redecideWatchers?: readonly { readonly kind: string; readonly id: string }[];
}

export interface Authority {
  /** Reads committed state: called in the handshake, and again when rights have changed. */
  authenticate(credentials: Credentials): Promise<Viewer | { readonly refused: ErrorCode }>;
  /** The rooms to join in order to watch the entity, by the viewer's class; `undefined` when it is not theirs. */
  mayWatch(viewer: Viewer, kind: string, id: string): Promise<readonly string[] | undefined>;
  /** Pure and cheap: called for every event, in the tick that emits it. */
  onEvent(event: LoggedEvent): RightsChange | undefined;
  /** Those of the sessions that are neither revoked nor expired. The safety net: asked each second. */
  stillValid(sessionIds: readonly string[]): Promise<readonly string[]>;
}
