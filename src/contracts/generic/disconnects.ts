/**
 * Every way a realtime connection ends, why, and what the client does then.
 *
 * The server says it in `bye` before it ends a connection, or in `connect_error.data` when it refuses one. Where the
 * reaction is to come back it closes only the transport, so that a plain Socket.IO client reconnects by itself;
 * where it is not, it sends a Socket.IO disconnect, after which none does.
 */

/**
 * - `reconnect`: come back at once, with a random delay, naming the last position.
 * - `wait`: the same, but no sooner than `waitMs`.
 * - `sign_in`: stop; sign in again and connect anew.
 * - `reload`: stop; the page is older than the server or sent what it must not: load it anew.
 * - `stop`: stay away; there is nothing to do.
 */
export type Reaction = 'reconnect' | 'wait' | 'sign_in' | 'reload' | 'stop';

export interface Disconnect {
  /** How the client learns it: refused in the handshake, told by `bye`, or by the transport alone. */
  readonly told: 'refusal' | 'bye' | 'transport';
  readonly reason: string;
  readonly reaction: Reaction;
  readonly waitMs: number;
}

export const disconnects = {
  unauthenticated: refusal('No valid session or token in the handshake', 'sign_in'),
  invalid_handshake: refusal('The handshake is not what the contract says', 'reload'),
  too_many_connections: refusal('Too many connections of this user', 'wait', 15_000),
  unavailable: refusal('Rights or missed events cannot be read right now', 'wait', 2_000),

  session_revoked: bye('The session was revoked', 'sign_in'),
  session_expired: bye('The session has expired', 'sign_in'),
  rights_lost: bye('The account may no longer sign in', 'sign_in'),
  replay_failed: bye('What was missed cannot be read right now', 'wait', 1_000),
  slow_consumer: bye('The client does not take what is sent to it', 'reconnect'),
  rate_limited: bye('Too many messages from this client', 'wait', 15_000),
  lease_lost: bye('Another process has taken over', 'reconnect'),
  restarting: bye('The server restarts', 'reconnect'),

  bad_origin: transport('The page is of another site (HTTP 403 in the handshake)', 'stop'),
  full: transport('The server has no room for more connections (HTTP 403 in the handshake)', 'wait', 15_000),
  standing_by: transport('No process is active at this address (connection refused)', 'reconnect'),
  message_too_large: transport('A message was too large (WebSocket code 1009, HTTP 413)', 'reload'),
  malformed_packet: transport('A packet was not of the Socket.IO protocol', 'reload'),
  unknown_connection: transport(
    'The server has restarted and does not know this polling connection',
    'reconnect',
  ),
  not_joined: transport('The handshake was not finished in time', 'reconnect'),
  ping_timeout: transport('One side has not heard of the other', 'reconnect'),
  transport_lost: transport('The network or the process at the other end is gone', 'reconnect'),
  client_left: transport('The client has ended it', 'stop'),
} as const satisfies Record<string, Disconnect>;

export type DisconnectCode = keyof typeof disconnects;

function refusal(reason: string, reaction: Reaction, waitMs = 0): Disconnect {
  return { told: 'refusal', reason, reaction, waitMs };
}

function bye(reason: string, reaction: Reaction, waitMs = 0): Disconnect {
  return { told: 'bye', reason, reaction, waitMs };
}

function transport(reason: string, reaction: Reaction, waitMs = 0): Disconnect {
  return { told: 'transport', reason, reaction, waitMs };
}

/** The way a connection ended, as far as the client was told nothing: from Socket.IO's own words. */
export function disconnectOf(socketReason: string, webSocketCode?: number): DisconnectCode {
  if (webSocketCode === 1009) return 'message_too_large';
  switch (socketReason) {
    case 'io client disconnect':
    case 'client namespace disconnect':
    case 'server shutting down':
      return socketReason === 'server shutting down' ? 'restarting' : 'client_left';
    case 'ping timeout':
      return 'ping_timeout';
    case 'parse error':
      return 'malformed_packet';
    default:
      return 'transport_lost';
  }
}
