/**
 * A client that resumes: what a browser, the demo and the tests use to listen without a gap.
 *
 * - It keeps its last position and names it, and what it watches, each time it comes back (R4).
 * - Every event reaches `onEvent` once: what was replayed twice is recognised by its id.
 * - An entity's events wait while a `watch` of it is unanswered, and come in order of position then. It is asked for
 *   until there is an answer.
 * - It reacts to the end of a connection as the table of disconnects says.
 *
 * It imports contracts and socket.io-client alone, so it runs in a browser.
 */
import { io, type Socket } from 'socket.io-client';
import { type DisconnectCode, disconnectOf, disconnects } from '../contracts/generic/disconnects.ts';
import { type Envelope, envelopeSchema } from '../contracts/generic/envelope.ts';
import { parsePosition } from '../contracts/generic/position.ts';
import {
  type Bye,
  type Presence,
  type RefusedWatch,
  type Reload,
  type Rewatch,
  realtimePath,
  type SocketError,
  type Sync,
  type Typing,
  type Unwatched,
  type WatchAnswer,
} from '../contracts/generic/realtime.ts';

const REMEMBERED_IDS = 10_000;
const ANSWER_LIMIT_MS = 20_000;
/** Until a watch that could not be answered is asked for again. */
const ASK_AGAIN_MS = 2_000;
/** It is too much, or not to be known, just now. */
const FOR_NOW = ['rate_limited', 'unavailable'];
/**
 * A connection that was handed to a process in the moment of its death is answered by nobody: better tried again
 * soon than waited for (Socket.IO's own limit is 20 s).
 */
const CONNECT_LIMIT_MS = 6_000;

export interface RealtimeClientOptions {
  /** `http://host:port` of realtime; in a browser the host of the page. */
  readonly url: string;
  readonly token?: string;
  /** Outside a browser: the session's cookie. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly transports?: readonly ('polling' | 'websocket')[];
  /** The position of the state that was read before connecting. */
  readonly since?: string;
  readonly reconnectDelayMs?: number;
  readonly reconnectDelayMaxMs?: number;
  readonly onEvent: (event: Envelope) => void;
  readonly onSync?: (sync: Sync) => void;
  /** The state must be read anew; what comes after the position follows. */
  readonly onReload?: (reload: Reload) => void;
  readonly onUnwatched?: (unwatched: Unwatched) => void;
  readonly onPresence?: (presence: Presence) => void;
  readonly onTyping?: (typing: Typing) => void;
  readonly onError?: (error: SocketError) => void;
  /** The connection ended; the client does what the reaction says, except signing in and reloading. */
  readonly onEnd?: (code: DisconnectCode) => void;
}

export interface RealtimeClient {
  readonly socket: Socket;
  /** Everything up to here has reached `onEvent`, or is in the state it was told to reload. */
  position(): string | undefined;
  /** Complete and live: `sync` or `reload` has come since the last connect. */
  isLive(): boolean;
  /** `since` is the position of the entity's state. */
  watch(kind: string, id: string, since?: string): Promise<WatchAnswer>;
  unwatch(kind: string, id: string): void;
  typing(kind: string, id: string, typing: boolean): void;
  connect(): void;
  stop(): void;
}

interface Watched {
  readonly kind: string;
  readonly id: string;
  /** Until it is answered: where its replay starts. */
  since: string | undefined;
  /** False again while the right to it is looked at anew. */
  answered: boolean;
  /** What came while it was unanswered. */
  readonly held: Envelope[];
  readonly settled: (answer: WatchAnswer) => void;
}

export function createRealtimeClient(options: RealtimeClientOptions): RealtimeClient {
  let last = options.since;
  let live = false;
  let bye: Bye | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watched = new Map<string, Watched>();
  /** Named in the handshake of this connection; what is wanted later, even before it is answered, is asked for. */
  let named = new Set<Watched>();
  /** Answered before, and asked about by the server again. */
  const anew = new Set<Watched>();
  const seen = new Set<string>();
  const askingAgain = new Set<ReturnType<typeof setTimeout>>();

  const socket = io(options.url, {
    path: realtimePath,
    autoConnect: false,
    forceNew: true,
    withCredentials: true,
    timeout: CONNECT_LIMIT_MS,
    transports: [...(options.transports ?? ['websocket', 'polling'])],
    reconnectionDelay: options.reconnectDelayMs ?? 300,
    reconnectionDelayMax: options.reconnectDelayMaxMs ?? 2_000,
    ...(options.headers ? { extraHeaders: { ...options.headers } } : {}),
    auth: (give) => give(handshake()),
  });

  function handshake(): Record<string, unknown> {
    named = new Set(watched.values());
    const watch = [...named].map(({ kind, id, since, answered }) => ({
      kind,
      id,
      ...(since === undefined || answered ? {} : { since }),
    }));
    return {
      ...(last === undefined ? {} : { since: last }),
      ...(watch.length > 0 ? { watch } : {}),
      ...(options.token === undefined ? {} : { token: options.token }),
    };
  }

  function deliver(event: Envelope): void {
    if (seen.has(event.id)) return;
    seen.add(event.id);
    if (seen.size > REMEMBERED_IDS)
      for (const oldest of seen.values()) {
        seen.delete(oldest);
        break;
      }
    options.onEvent(event);
  }

  function receive(event: Envelope): void {
    const watch = watched.get(event.subject);
    if (watch && !watch.answered) watch.held.push(event);
    else deliver(event);
    last = later(last, event.position);
  }

  function settle(watch: Watched, answer: WatchAnswer): void {
    if (!answer.ok && watched.get(keyOf(watch)) === watch) watched.delete(keyOf(watch));
    if (watch.answered) return;
    watch.answered = true;
    anew.delete(watch);
    release(watch);
    watch.settled(answer);
  }

  function release({ held }: Watched): void {
    const events = held.splice(0).sort((a, b) => offsetOf(a.position) - offsetOf(b.position));
    for (const event of events) deliver(event);
  }

  function ask(watch: Watched): void {
    const { kind, id, since } = watch;
    socket
      .timeout(ANSWER_LIMIT_MS)
      .emitWithAck('watch', { kind, id, ...(since === undefined ? {} : { since }) })
      .then(
        (answer: WatchAnswer) => {
          if (!answer.ok && FOR_NOW.includes(answer.code)) askAgain(watch);
          else settle(watch, answer);
        },
        () => askAgain(watch),
      );
  }

  /** Where the connection has ended, the next handshake names it. */
  function askAgain(watch: Watched): void {
    const { id } = socket;
    if (!socket.connected) return;
    const timer = setTimeout(
      () => {
        askingAgain.delete(timer);
        const isWanted = watched.get(keyOf(watch)) === watch && !watch.answered;
        if (isWanted && socket.connected && socket.id === id) ask(watch);
      },
      ASK_AGAIN_MS * (0.5 + Math.random()),
    );
    askingAgain.add(timer);
  }

  /** What it held may have come by rooms that stay. */
  function forget(watch: Watched): void {
    watched.delete(keyOf(watch));
    anew.delete(watch);
    release(watch);
  }

  function unask({ kind, id }: Watched): void {
    socket.emit('unwatch', { kind, id });
  }

  /** The server has judged all watches of the handshake. */
  function arrive(position: string, refused: readonly RefusedWatch[], answer: WatchAnswer): void {
    const codes = new Map(refused.map((watch) => [keyOf(watch), watch.code]));
    for (const watch of named) {
      const code = codes.get(keyOf(watch));
      settle(watch, code === undefined ? answer : { ok: false, code });
    }
    for (const watch of anew) settle(watch, answer);
    last = position;
    live = true;
  }

  socket.onAny((type: string, body: unknown, ack?: unknown) => {
    if (!type.includes('.')) return;
    if (typeof ack === 'function') ack({ receivedAt: Date.now() });
    const event = envelopeSchema.safeParse(body);
    if (event.success) receive(event.data);
  });
  socket.on('sync', (sync: Sync) => {
    arrive(sync.position, sync.refused, { ok: true, position: sync.position, replayed: sync.replayed });
    options.onSync?.(sync);
  });
  socket.on('reload', (reload: Reload) => {
    arrive(reload.position, reload.refused, { ok: true, position: reload.position, reload: reload.reason });
    options.onReload?.(reload);
  });
  socket.on('position', (heartbeat: { position: string }) => {
    last = later(last, heartbeat.position);
  });
  socket.on('unwatched', (gone: Unwatched) => {
    const watch = watched.get(keyOf(gone));
    if (watch) forget(watch);
    options.onUnwatched?.(gone);
  });
  socket.on('rewatch', ({ kind, id, position, done }: Rewatch) => {
    const watch = watched.get(keyOf({ kind, id }));
    if (!watch) return;
    if (done) settle(watch, { ok: true, position, replayed: 0 });
    else if (watch.answered) {
      watch.answered = false;
      watch.since = position;
      anew.add(watch);
    }
  });
  socket.on('presence', (presence: Presence) => options.onPresence?.(presence));
  socket.on('typing', (typing: Typing) => options.onTyping?.(typing));
  socket.on('error', (error: SocketError) => options.onError?.(error));
  socket.on('bye', (said: Bye) => {
    bye = said;
  });
  socket.on('connect', () => {
    bye = undefined;
    // What changed between the handshake and its answer.
    for (const watch of named) if (!watched.has(keyOf(watch))) unask(watch);
    for (const watch of watched.values()) if (!named.has(watch)) ask(watch);
  });
  socket.on('disconnect', (reason, details) => {
    live = false;
    const context = (details as { context?: { code?: number } } | undefined)?.context;
    end(codeOf(bye) ?? disconnectOf(reason, context?.code));
  });
  socket.on('connect_error', (error: Error & { data?: Bye }) => {
    const code = codeOf(error.data);
    // Without a code it is the transport, and Socket.IO tries again by itself.
    if (code) end(code);
  });

  function end(code: DisconnectCode): void {
    options.onEnd?.(code);
    const { reaction, waitMs } = disconnects[code];
    const comesBack = reaction === 'reconnect' || reaction === 'wait';
    if (!comesBack) {
      socket.disconnect();
      return;
    }
    if (socket.active && waitMs === 0) return;
    socket.disconnect();
    const delayMs = waitMs + (options.reconnectDelayMs ?? 300) * (0.5 + Math.random());
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), delayMs);
  }

  return {
    socket,
    position: () => last,
    isLive: () => live,
    watch(kind, id, since) {
      return new Promise((settled) => {
        const watch: Watched = { kind, id, since, answered: false, held: [], settled };
        const before = watched.get(keyOf(watch));
        if (before) forget(before);
        watched.set(keyOf(watch), watch);
        if (socket.connected) ask(watch);
      });
    },
    unwatch(kind, id) {
      const watch = watched.get(keyOf({ kind, id }));
      if (!watch) return;
      forget(watch);
      // Never kept for later: it would take away what the next handshake asks for.
      if (socket.connected) unask(watch);
    },
    typing(kind, id, typing) {
      if (socket.connected) socket.emit('typing', { kind, id, typing });
    },
    connect: () => void socket.connect(),
    stop() {
      clearTimeout(timer);
      for (const waiting of askingAgain) clearTimeout(waiting);
      socket.disconnect();
    },
  };
}

/** The `subject` of the entity's events. */
function keyOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind}/${id}`;
}

function offsetOf(position: string): number {
  return parsePosition(position)?.offset ?? 0;
}

function later(known: string | undefined, position: string): string {
  const mine = parsePosition(known);
  const theirs = parsePosition(position);
  if (!mine || !theirs || theirs.epoch !== mine.epoch) return known ?? position;
  return theirs.offset > mine.offset ? position : (known ?? position);
}

function codeOf(bye: Bye | undefined): DisconnectCode | undefined {
  return bye && bye.code in disconnects ? (bye.code as DisconnectCode) : undefined;
}
