/**
 * How far a client is behind in taking what was sent to it, and what is done about it.
 *
 * Knows the insides of the two transports: a WebSocket has bytes in its own buffer, and both keep packets in the
 * connection's `writeBuffer` while the transport is busy (for polling: while the client does not ask).
 */
import type { Socket } from 'socket.io';

export interface Backlog {
  readonly bytes: number;
  readonly packets: number;
}

type Conn = Socket['conn'];
type Insides = {
  writeBuffer?: { data?: unknown }[];
  transport?: { socket?: { bufferedAmount?: number; terminate?(): void }; writable?: boolean };
};

function insides(conn: Conn): Insides {
  return conn as unknown as Insides;
}

export function backlogOf(socket: Socket): Backlog {
  const { writeBuffer = [], transport } = insides(socket.conn);
  let bytes = transport?.socket?.bufferedAmount ?? 0;
  for (const packet of writeBuffer) bytes += typeof packet.data === 'string' ? packet.data.length : 64;
  return { bytes, packets: writeBuffer.length };
}

/** Forgets what was not handed to the transport yet. */
export function discardPending(socket: Socket): void {
  const { writeBuffer } = insides(socket.conn);
  if (writeBuffer) writeBuffer.length = 0;
}

/** Ends the connection without waiting for the other side. */
export function terminate(socket: Socket): void {
  insides(socket.conn).transport?.socket?.terminate?.();
  socket.conn.close(true);
}

const IN_FLIGHT_BYTES = 64 * 1024;
const RECHECK_MS = 20;

/**
 * Resolves when nearly all that was sent has left, or the connection is closed; never in this turn of the event
 * loop, because many replays at once must not keep live events waiting.
 */
export function whenDrained(socket: Socket): Promise<void> {
  const { conn } = socket;
  return new Promise((resolve) => {
    const check = (): void => {
      const { writeBuffer = [], transport } = insides(conn);
      const left = writeBuffer.length === 0 && (transport?.socket?.bufferedAmount ?? 0) < IN_FLIGHT_BYTES;
      if (!left && conn.readyState === 'open') return;
      clearInterval(timer);
      conn.off('drain', soon);
      resolve();
    };
    const soon = (): void => void setImmediate(check);
    // A connection's own `drain` comes when packets are handed to the transport; when they leave it, nobody says.
    const timer = setInterval(check, RECHECK_MS);
    conn.on('drain', soon);
    soon();
  });
}

export interface ConsumerLimits {
  readonly pendingBytes: number;
  readonly pendingPackets: number;
  readonly stalledMs: number;
}

/** Remembers since when each socket makes no progress. `isSlow` is asked about once a second. */
export function createConsumerWatch(limits: ConsumerLimits, nowMs: () => number) {
  const waitingSince = new WeakMap<Socket, { sinceMs: number; drains: number }>();
  const drains = new WeakMap<Socket, number>();
  return {
    add(socket: Socket): void {
      socket.conn.on('drain', () => drains.set(socket, (drains.get(socket) ?? 0) + 1));
    },
    isSlow(socket: Socket): boolean {
      const backlog = backlogOf(socket);
      if (backlog.packets === 0 && backlog.bytes === 0) {
        waitingSince.delete(socket);
        return false;
      }
      if (backlog.bytes > limits.pendingBytes || backlog.packets > limits.pendingPackets) return true;
      const count = drains.get(socket) ?? 0;
      const waiting = waitingSince.get(socket);
      if (!waiting || waiting.drains !== count) {
        waitingSince.set(socket, { sinceMs: nowMs(), drains: count });
        return false;
      }
      return nowMs() - waiting.sinceMs > limits.stalledMs;
    },
  };
}
