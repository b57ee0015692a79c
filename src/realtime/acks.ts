/**
 * The last two hops of a click's trace (X1): `emit <type>`, a child of the context stored in the event with the time
 * it waited, and `receive <type>`, a child of the emit, for each client that acknowledges.
 *
 * - Acknowledgements are sampled: at most 20 sockets an event, and so many a second over all. The same for spans.
 * - A socket that is there and does not acknowledge leaves a `receive` that failed (`ack_timeout`).
 * - What a client says is not believed: its receive time is clamped between the emit and the acknowledgement.
 */
import { type Attributes, type Span, SpanKind } from '@opentelemetry/api';
import type { Server, Socket } from 'socket.io';
import type { Envelope } from '../contracts/generic/envelope.ts';
import { realtimeLimits, receiptSchema } from '../contracts/generic/realtime.ts';
import { createBucket } from '../engine/bucket.ts';
import type { LoggedEvent } from '../engine/log.ts';
import { failSpan, startSpan, traceparentOf } from '../engine/telemetry/spans.ts';
import { measureLate, measureReceipt } from './measure.ts';

const SPANS_PER_SECOND = 300;
const ACKS_PER_SECOND = 500;

export interface Asked {
  readonly ids: string[];
  /** Nobody in these rooms is left. */
  readonly all: boolean;
}

export interface TracedEmit {
  /** Sends the envelope to some sockets of the rooms, with the question for an acknowledgement. */
  ask(rooms: readonly string[], envelope: Envelope): Asked | undefined;
  close(): void;
}

export interface Acks {
  /** `undefined` when this event is not traced. */
  open(event: LoggedEvent): TracedEmit | undefined;
}

export function createAcks(io: Server, nowMs: () => number): Acks {
  const spans = createBucket(SPANS_PER_SECOND, 2 * SPANS_PER_SECOND, nowMs);
  const questions = createBucket(ACKS_PER_SECOND, 2 * ACKS_PER_SECOND, nowMs);

  return {
    open(event) {
      if (!event.trace?.endsWith('-01') || spans.take(1) === 0) return undefined;
      const emittedAtMs = nowMs();
      const span = startSpan(`emit ${event.type}`, {
        kind: SpanKind.PRODUCER,
        parent: event.trace,
        attributes: {
          'messaging.system': 'socketio',
          'messaging.operation.type': 'send',
          'messaging.operation.name': 'emit',
          'messaging.destination.name': event.type,
          'messaging.message.id': event.id,
          'trunkline.position': event.position ?? 0,
          'trunkline.wait_ms': Math.max(0, emittedAtMs - Date.parse(event.at)),
        },
      });
      let asked = 0;
      return {
        ask(rooms, envelope) {
          const wanted = Math.min(realtimeLimits.acksPerEvent - asked, countUpTo(io, rooms));
          const granted = questions.take(wanted);
          if (granted <= 0) return undefined;
          const { sockets, all } = pick(io, rooms, granted);
          asked += sockets.length;
          for (const socket of sockets) askOne(socket, envelope, span, emittedAtMs, nowMs);
          return { ids: sockets.map((socket) => socket.id), all };
        },
        close() {
          span.setAttribute('trunkline.sockets_asked', asked);
          span.end();
        },
      };
    },
  };
}

/** Sockets of the rooms as far as it matters here: not counted beyond the limit. */
function countUpTo(io: Server, rooms: readonly string[]): number {
  let count = 0;
  for (const room of rooms) {
    count += io.sockets.adapter.rooms.get(room)?.size ?? 0;
    if (count >= realtimeLimits.acksPerEvent) return realtimeLimits.acksPerEvent;
  }
  return count;
}

function pick(io: Server, rooms: readonly string[], limit: number): { sockets: Socket[]; all: boolean } {
  const picked = new Map<string, Socket>();
  for (const room of rooms) {
    for (const id of io.sockets.adapter.rooms.get(room) ?? []) {
      if (picked.has(id)) continue;
      if (picked.size >= limit) return { sockets: [...picked.values()], all: false };
      const socket = io.sockets.sockets.get(id);
      if (socket) picked.set(id, socket);
    }
  }
  return { sockets: [...picked.values()], all: true };
}

function askOne(
  socket: Socket,
  envelope: Envelope,
  emitSpan: Span,
  emittedAtMs: number,
  nowMs: () => number,
): void {
  const parent = traceparentOf(emitSpan) ?? null;
  socket
    .timeout(realtimeLimits.ackTimeoutMs)
    .emit(envelope.type, envelope, (late: Error | null, answer: unknown) => {
      const receipt = receiptSchema.safeParse(answer);
      // One that has gone comes back and resumes; one that is there and says nothing is to be found.
      if (late && socket.connected) {
        measureLate();
        failSpanOfReceipt(socket, envelope, parent, emittedAtMs);
      }
      if (late || !receipt.success) return;
      const ackedAtMs = nowMs();
      const receivedAtMs = clampReceipt(receipt.data.receivedAt, emittedAtMs, ackedAtMs);
      measureReceipt(envelope, emittedAtMs, receivedAtMs);
      startReceipt(socket, envelope, parent, emittedAtMs, {
        'trunkline.wait_ms': receivedAtMs - emittedAtMs,
        'trunkline.ack_ms': ackedAtMs - emittedAtMs,
      }).end(receivedAtMs);
    });
}

function startReceipt(
  socket: Socket,
  envelope: Envelope,
  parent: string | null,
  startTime: number,
  more: Attributes,
): Span {
  return startSpan(`receive ${envelope.type}`, {
    kind: SpanKind.CONSUMER,
    parent,
    startTime,
    attributes: {
      'messaging.system': 'socketio',
      'messaging.operation.type': 'receive',
      'messaging.operation.name': 'receive',
      'messaging.destination.name': envelope.type,
      'messaging.message.id': envelope.id,
      'messaging.client.id': socket.id,
      'network.protocol.name': socket.conn.transport.name,
      ...more,
    },
  });
}

const noReceipt = Object.assign(new Error('No acknowledgement'), { code: 'ack_timeout' });

function failSpanOfReceipt(
  socket: Socket,
  envelope: Envelope,
  parent: string | null,
  emittedAtMs: number,
): void {
  const span = startReceipt(socket, envelope, parent, emittedAtMs, {});
  failSpan(span, noReceipt);
  span.end();
}

/** A client's clock may say anything. */
export function clampReceipt(receivedAtMs: number, emittedAtMs: number, ackedAtMs: number): number {
  if (!Number.isFinite(receivedAtMs)) return ackedAtMs;
  return Math.min(Math.max(receivedAtMs, emittedAtMs), ackedAtMs);
}
