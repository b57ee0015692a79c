/**
 * The realtime protocol over Socket.IO: every message that crosses the socket, and its limits.
 *
 * - An event of the log arrives under its own type (`ticket.assigned`; always with a dot) as an `Envelope`.
 * - Everything else has a name without a dot and stands in the table `messages` below.
 * - A client names its last position in the handshake and gets what it missed, then `sync`; or `reload`. Nothing
 *   live comes before that (R4).
 * - Ephemeral messages are marked, never replayed, and never stand for an event (R7).
 */
import * as z from 'zod/mini';

/** The path of the Socket.IO endpoint on the realtime port. */
export const realtimePath = '/socket.io';

export const realtimeLimits = {
  /** One frame or one polling body from a client; more ends the connection (1009 or HTTP 413). */
  messageBytes: 32 * 1024,
  /** Messages of one user over all their sockets: sustained, and at once. */
  messagesPerSecond: 20,
  messageBurst: 120,
  /** Dropped messages in a row after which the socket is cut. */
  droppedMessages: 200,
  /** Packets of any kind on one connection in a second; more is a flood. */
  packetsPerSecond: 1_000,
  connectionsPerUser: 20,
  connections: 20_000,
  watchesPerSocket: 100,
  /** Further behind than this means reload. */
  replayEvents: 5_000,
  /** What may wait for a slow client, in bytes and in packets, and for how long without progress. */
  pendingBytes: 4 * 1024 * 1024,
  pendingPackets: 12_000,
  stalledMs: 15_000,
  /** Engine pings, and the heartbeat that keeps an idle client's position recent. */
  pingIntervalMs: 10_000,
  pingTimeoutMs: 10_000,
  positionIntervalMs: 10_000,
  /** Sockets asked for an acknowledgement of one event, and how long it is waited for. */
  acksPerEvent: 20,
  ackTimeoutMs: 5_000,
} as const;

const kind = z.string().check(z.regex(/^[a-z][a-z_]{0,39}$/));
const id = z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,80}$/));
/** Checked by `parsePosition`: one that cannot be read means reload, not an error. */
const position = z.string().check(z.maxLength(64));

export const watchRequestSchema = z.strictObject({ kind, id, since: z.optional(position) });
export const unwatchRequestSchema = z.strictObject({ kind, id });
export const typingRequestSchema = z.strictObject({ kind, id, typing: z.boolean() });

export const handshakeAuthSchema = z.strictObject({
  /** The last position the client knows: of an event, of `sync`, of a heartbeat, of a GET. */
  since: z.optional(position),
  /** Entities it watches. `since` where the state is older than the last position: a watch not yet answered. */
  watch: z.optional(z.array(watchRequestSchema).check(z.maxLength(realtimeLimits.watchesPerSocket))),
  /** A bearer token, for clients without a cookie. */
  token: z.optional(z.string().check(z.maxLength(512))),
});

export const reloadReasons = [
  'unknown_position',
  'other_epoch',
  'beyond_head',
  'too_far_behind',
  'rights_changed',
] as const;

const refusedWatchSchema = z.object({ kind, id, code: z.string() });

/** The client is complete up to `position`; what comes now is live. */
export const syncSchema = z.object({
  position: z.string(),
  replayed: z.int(),
  /** Watches of the handshake that were refused. */
  refused: z.array(refusedWatchSchema),
});

/** The client must read its state anew; what comes after `position` follows live. */
export const reloadSchema = z.object({
  reason: z.enum(reloadReasons),
  position: z.string(),
  refused: z.array(refusedWatchSchema),
});

export const positionSchema = z.object({ position: z.string() });

export const watchAnswerSchema = z.union([
  z.object({ ok: z.literal(true), position: z.string(), replayed: z.int() }),
  z.object({ ok: z.literal(false), code: z.string(), detail: z.optional(z.string()) }),
  /** Watching, but the state behind `since` is too old: read it anew. */
  z.object({ ok: z.literal(true), position: z.string(), reload: z.enum(reloadReasons) }),
]);

export const socketErrorSchema = z.object({
  /** A code of the catalogue of errors. */
  code: z.string(),
  title: z.string(),
  remedy: z.string(),
  detail: z.optional(z.string()),
});

export const unwatchedSchema = z.object({ kind, id, code: z.string() });

/** The right to a watched entity is looked at anew: its events after `position` follow before it is `done`. */
export const rewatchSchema = z.object({ kind, id, position: z.string(), done: z.boolean() });

const ephemeral = { ephemeral: z.literal(true), kind: z.string(), id: z.string() };
export const presenceSchema = z.object({ ...ephemeral, users: z.array(z.string()) });
export const typingSchema = z.object({ ...ephemeral, userId: z.string(), typing: z.boolean() });

/** A client's answer to an event that was sent with an acknowledgement callback: its clock, in ms since 1970. */
export const receiptSchema = z.object({ receivedAt: z.number() });

export const byeSchema = z.object({
  code: z.string(),
  reason: z.string(),
  reaction: z.string(),
  /** Reconnect no sooner than this. */
  waitMs: z.int(),
});

export type HandshakeAuth = z.infer<typeof handshakeAuthSchema>;
export type WatchRequest = z.infer<typeof watchRequestSchema>;
export type WatchAnswer = z.infer<typeof watchAnswerSchema>;
export type ReloadReason = (typeof reloadReasons)[number];
export type RefusedWatch = z.infer<typeof refusedWatchSchema>;
export type Sync = z.infer<typeof syncSchema>;
export type Reload = z.infer<typeof reloadSchema>;
export type SocketError = z.infer<typeof socketErrorSchema>;
export type Unwatched = z.infer<typeof unwatchedSchema>;
export type Rewatch = z.infer<typeof rewatchSchema>;
export type Presence = z.infer<typeof presenceSchema>;
export type Typing = z.infer<typeof typingSchema>;
export type Bye = z.infer<typeof byeSchema>;

export interface RealtimeMessage {
  readonly schema: z.ZodMiniType;
  /** What the acknowledgement callback is called with. */
  readonly answer?: z.ZodMiniType;
  /** Not stored, not replayed (R7). */
  readonly ephemeral?: true;
  readonly summary: string;
}

/** Every message that a client may send. Anything else is answered with `error`. */
export const clientMessages = {
  watch: {
    schema: watchRequestSchema,
    answer: watchAnswerSchema,
    summary: 'Watch an entity: what came after `since` is sent first, then the answer, then live.',
  },
  unwatch: { schema: unwatchRequestSchema, summary: 'Watch it no longer.' },
  typing: {
    schema: typingRequestSchema,
    ephemeral: true,
    summary: 'Say that one is typing, to those of the staff who watch the same entity.',
  },
} as const satisfies Record<string, RealtimeMessage>;

/** Every message that the server sends and that is not an event of the log. */
export const serverMessages = {
  sync: { schema: syncSchema, summary: 'Complete up to here; live from now on.' },
  reload: { schema: reloadSchema, summary: 'Read the state anew; live from here on.' },
  position: { schema: positionSchema, summary: 'Heartbeat: complete up to here.' },
  unwatched: { schema: unwatchedSchema, summary: 'The right to watch it is gone.' },
  rewatch: {
    schema: rewatchSchema,
    summary: 'The right to watch it is looked at anew; what came after `position` is sent before `done`.',
  },
  error: { schema: socketErrorSchema, summary: 'A message was refused; nothing was done.' },
  bye: { schema: byeSchema, summary: 'The server ends the connection, and why.' },
  presence: {
    schema: presenceSchema,
    ephemeral: true,
    summary: 'Who of the staff is watching the entity now.',
  },
  typing: { schema: typingSchema, ephemeral: true, summary: 'Somebody of the staff is typing there.' },
} as const satisfies Record<string, RealtimeMessage>;
