/**
 * Who may open a socket: the origin at the HTTP handshake, the identity at the Socket.IO handshake.
 *
 * - A browser's `Origin` must have the host name of the `Host` it asked; ports may differ. Without one it is no
 *   browser. Cookies go with cross-port requests, so CORS answers with credentials for exactly that origin.
 * - Identity comes from the session cookie or a bearer token, and from nothing else.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'socket.io';
import type { DisconnectCode } from '../contracts/generic/disconnects.ts';
import { type HandshakeAuth, handshakeAuthSchema } from '../contracts/generic/realtime.ts';
import type { Authority, Credentials, Viewer } from '../engine/authority-types.ts';
import { count } from '../engine/metrics.ts';
import { byeOf } from './cut.ts';
import type { Members } from './member.ts';

export interface Admission {
  readonly auth: HandshakeAuth;
  readonly credentials: Credentials;
  readonly viewer: Viewer;
  /** What was emitted before the rights were read. */
  readonly offset: number;
}

export function isSameSite(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  if (!host || !URL.canParse(origin) || !URL.canParse(`http://${host}`)) return false;
  return new URL(origin).hostname === new URL(`http://${host}`).hostname;
}

export function corsFor(
  request: { readonly headers: IncomingHttpHeaders },
  callback: (error: Error | null, options?: { origin: string | false; credentials: boolean }) => void,
): void {
  const { origin, host } = request.headers;
  callback(null, { origin: origin && isSameSite(origin, host) ? origin : false, credentials: true });
}

export interface HandshakeOptions {
  readonly authority: Authority;
  readonly members: Members;
  readonly connectionsPerUser: number;
  readonly emittedOffset: () => number;
  readonly onError: (error: unknown) => void;
}

/** The middleware that lets a socket in with an `Admission`, or refuses it with a code of the disconnect table. */
export function createHandshake(options: HandshakeOptions) {
  async function admit(socket: Socket): Promise<Admission | DisconnectCode> {
    const auth = handshakeAuthSchema.safeParse(socket.handshake.auth);
    if (!auth.success) return 'invalid_handshake';
    const credentials = credentialsOf(socket, auth.data.token);
    if (credentials.cookie === undefined && credentials.bearer === undefined) return 'unauthenticated';
    const offset = options.emittedOffset();
    const viewer = await options.authority.authenticate(credentials);
    if ('refused' in viewer) return viewer.refused === 'unavailable' ? 'unavailable' : 'unauthenticated';
    if (options.members.ofUser(viewer.userId).length >= options.connectionsPerUser)
      return 'too_many_connections';
    return { auth: auth.data, credentials, viewer, offset };
  }

  return (socket: Socket, next: (error?: Error) => void): void => {
    admit(socket)
      .catch((error: unknown): DisconnectCode => {
        options.onError(error);
        return 'unavailable';
      })
      .then((admitted) => {
        if (typeof admitted !== 'string') {
          socket.data = admitted;
          next();
          return;
        }
        count('realtimeRefusals', 1, { code: admitted });
        next(Object.assign(new Error(admitted), { data: byeOf(admitted) }));
      })
      .catch(options.onError);
  };
}

function credentialsOf(socket: Socket, token: string | undefined): Credentials {
  const { cookie, authorization } = socket.handshake.headers;
  const bearer = token ?? /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return {
    ...(cookie === undefined ? {} : { cookie }),
    ...(bearer === undefined ? {} : { bearer }),
    address: socket.handshake.address,
  };
}
