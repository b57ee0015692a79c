/**
 * What clients may send: `watch`, `unwatch`, `typing`. Nothing of it reaches others as it came.
 *
 * What holds: every message is validated; what is not in the table, malformed, or too much is answered with `error`
 * and does nothing; who goes on and on is cut. Whoever asked for an acknowledgement gets one, of a refusal as well.
 */
import type { Socket } from 'socket.io';
import { type ErrorCode, errors } from '../contracts/generic/errors.ts';
import {
  type SocketError,
  typingRequestSchema,
  unwatchRequestSchema,
  type WatchAnswer,
  watchRequestSchema,
} from '../contracts/generic/realtime.ts';
import { type Bucket, createBucket } from '../engine/bucket.ts';
import { cut } from './cut.ts';
import type { Member } from './member.ts';
import type { Presence } from './presence.ts';
import type { Watching } from './watch.ts';

export interface InboundLimits {
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  readonly droppedMessages: number;
  readonly packetsPerSecond: number;
}

export interface InboundOptions {
  readonly limits: InboundLimits;
  readonly watching: Watching;
  readonly presence: Presence;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}

export interface Inbound {
  attach(member: Member): void;
  /** Forgets users who have been quiet; call it each second. */
  tidy(): void;
}

export function createInbound({ limits, watching, presence, nowMs, onError }: InboundOptions): Inbound {
  const byUser = new Map<string, Bucket>();

  function mayTalk(userId: string): boolean {
    let bucket = byUser.get(userId);
    if (!bucket) {
      bucket = createBucket(limits.messagesPerSecond, limits.messageBurst, nowMs);
      byUser.set(userId, bucket);
    }
    return bucket.take(1) === 1;
  }

  function watch(member: Member, body: unknown, answer: (answer: WatchAnswer) => void): void {
    const request = watchRequestSchema.safeParse(body);
    if (!request.success) {
      refuse(member.socket, answer, 'invalid_request', 'watch takes {kind, id, since?}');
      return;
    }
    watching.add(member, request.data, answer).catch((error: unknown) => {
      onError(error);
      answer({ ok: false, code: 'unavailable' });
    });
  }

  function unwatch(member: Member, body: unknown, answer: (answer: Acknowledgement) => void): void {
    const request = unwatchRequestSchema.safeParse(body);
    if (!request.success) {
      refuse(member.socket, answer, 'invalid_request', 'unwatch takes {kind, id}');
      return;
    }
    watching.drop(member, request.data.kind, request.data.id);
    answer({ ok: true });
  }

  function typing(member: Member, body: unknown, answer: (answer: Acknowledgement) => void): void {
    const request = typingRequestSchema.safeParse(body);
    if (!request.success) {
      refuse(member.socket, answer, 'invalid_request', 'typing takes {kind, id, typing}');
      return;
    }
    const { kind, id, typing: isTyping } = request.data;
    if (presence.typing(member, kind, id, isTyping)) answer({ ok: true });
    else refuse(member.socket, answer, 'forbidden', 'Watch it first');
  }

  function onMessage(
    member: Member,
    [name, body]: readonly unknown[],
    answer: (value: unknown) => void,
  ): void {
    if (name === 'watch') watch(member, body, answer);
    else if (name === 'unwatch') unwatch(member, body, answer);
    else if (name === 'typing') typing(member, body, answer);
    else {
      const detail = `There is no message ${JSON.stringify(name).slice(0, 60)}`;
      refuse(member.socket, answer, 'invalid_request', detail);
    }
  }

  return {
    attach(member) {
      const { socket } = member;
      let dropped = 0;
      let second = 0;
      let packets = 0;
      socket.use((message) => {
        const given: unknown = message.at(-1);
        const answer = (value: unknown): void => {
          if (typeof given === 'function') given(value);
        };
        if (mayTalk(member.viewer.userId)) {
          dropped = 0;
          onMessage(member, message, answer);
          return;
        }
        dropped += 1;
        if (dropped === 1) refuse(socket, answer, 'rate_limited');
        else answer({ ok: false, code: 'rate_limited' });
        if (dropped === limits.droppedMessages) cut(socket, 'rate_limited');
      });
      socket.conn.on('packet', () => {
        const now = Math.floor(nowMs() / 1_000);
        packets = now === second ? packets + 1 : 1;
        second = now;
        if (packets === limits.packetsPerSecond) cut(socket, 'rate_limited');
      });
    },
    tidy() {
      for (const [userId, bucket] of byUser) if (bucket.isFull()) byUser.delete(userId);
    },
  };
}

type Acknowledgement =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly detail?: string };

function refuse(
  socket: Socket,
  answer: (answer: { ok: false; code: string }) => void,
  code: ErrorCode,
  detail?: string,
): void {
  answer({ ok: false, code });
  const { title, remedy } = errors[code];
  const error: SocketError = { code, title, remedy, ...(detail === undefined ? {} : { detail }) };
  socket.emit('error', error);
}
