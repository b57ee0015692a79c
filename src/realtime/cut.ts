/**
 * Ends a connection the way the table of disconnects says: tells the code, then closes so that a plain client does
 * the right thing by itself (reconnects, or stays away).
 */
import type { Socket } from 'socket.io';
import { type Disconnect, type DisconnectCode, disconnects } from '../contracts/generic/disconnects.ts';
import type { Bye } from '../contracts/generic/realtime.ts';
import { count } from '../engine/metrics.ts';
import { discardPending, terminate } from './consumers.ts';

/** How long a client that takes nothing has to read the reason. */
const lastWordMs = 2_000;

export function byeOf(code: DisconnectCode): Bye {
  const { reason, reaction, waitMs }: Disconnect = disconnects[code];
  return { code, reason, reaction, waitMs };
}

export function cut(socket: Socket, code: DisconnectCode): void {
  count('realtimeCuts', 1, { code });
  const bye = byeOf(code);
  if (code === 'slow_consumer') discardPending(socket);
  socket.emit('bye', bye);
  if (bye.reaction === 'reconnect' || bye.reaction === 'wait') socket.conn.close();
  else socket.disconnect(true);
  if (socket.conn.readyState === 'closed') return;
  const limit = setTimeout(() => terminate(socket), lastWordMs);
  limit.unref();
  socket.conn.once('close', () => clearTimeout(limit));
}
