/**
 * The active realtime: consumes the `realtime` queue, emits the log, and serves sockets. Built anew each time this
 * process becomes active, and taken down whole when it no longer is (R3, R6).
 */
import { createServer, type Server as HttpServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from 'socket.io';
import type { DisconnectCode } from '../contracts/generic/disconnects.ts';
import { formatPosition } from '../contracts/generic/position.ts';
import { queues } from '../contracts/generic/queues.ts';
import { realtimeLimits, realtimePath } from '../contracts/generic/realtime.ts';
import type { Authority } from '../engine/authority-types.ts';
import type { Pool } from '../engine/database.ts';
import type { Logger } from '../engine/logger.ts';
import { gauge } from '../engine/metrics.ts';
import { createWorkerConnection, within } from '../engine/queues.ts';
import { startQueueWorker } from '../engine/worker.ts';
import { createAcks } from './acks.ts';
import { createBroadcast } from './broadcast.ts';
import { createConsumerWatch } from './consumers.ts';
import { cut } from './cut.ts';
import { createDrainSpans } from './drain-spans.ts';
import { type Emitter, startEmitter } from './emitter.ts';
import { type Admission, corsFor, createHandshake, isSameSite } from './handshake.ts';
import { createHealth } from './health.ts';
import { createInbound } from './inbound.ts';
import { createJoin } from './join.ts';
import { measureBatch } from './measure.ts';
import { createMembers, LIVE_ROOM } from './member.ts';
import { createPresence } from './presence.ts';
import { createRecent } from './recent.ts';
import { createReplays } from './replay.ts';
import { createRights } from './rights.ts';
import { createWatching } from './watch.ts';

const TICK_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;
const CLOSE_LIMIT_MS = 1_000;
const RECENT = { maxEvents: 6_000, maxBytes: 24 * 1024 * 1024 };
const REPLAYS_FROM_LOG = 4;

export type RealtimeLimits = { readonly [K in keyof typeof realtimeLimits]: number };

export interface ActiveOptions {
  readonly pool: Pool;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly port: number;
  readonly host?: string;
  readonly authority: Authority;
  readonly logger: Logger;
  /** Called when events got their positions: time to ring the followers. */
  readonly onNumbered?: () => void;
  readonly limits?: Partial<RealtimeLimits>;
  /** False from the moment the lease is lost. */
  readonly isHeld: () => boolean;
}

export interface Active {
  readonly port: number;
  /** Tells every socket why, and ends everything. */
  stop(code: DisconnectCode): Promise<void>;
}

export async function startActive(options: ActiveOptions): Promise<Active> {
  const { pool, authority, logger, isHeld } = options;
  const limits: RealtimeLimits = { ...realtimeLimits, ...options.limits };
  const nowMs = Date.now;
  const onError = (error: unknown): void => logger.error({ err: error }, 'realtime');
  let stopping = false;

  const http = createServer(createHealth(() => isHeld() && !stopping));
  const io = new Server(http, {
    path: realtimePath,
    serveClient: false,
    transports: ['polling', 'websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.messageBytes,
    pingInterval: limits.pingIntervalMs,
    pingTimeout: limits.pingTimeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    cors: corsFor,
    allowRequest(request, decide) {
      if (!isHeld() || stopping) decide('standing_by', false);
      else if (!isSameSite(request.headers.origin, request.headers.host)) decide('bad_origin', false);
      else if (io.engine.clientsCount >= limits.connections) decide('full', false);
      else decide(null, true);
    },
  });
  const members = createMembers();
  const presence = createPresence(io, members);
  const recent = createRecent(RECENT);
  const acks = createAcks(io, nowMs);
  const broadcast = createBroadcast({ io, acks, epoch: () => emitter.position().epoch });
  const recordDrain = createDrainSpans(nowMs);
  const cutAll = (code: DisconnectCode): void => {
    for (const socket of io.sockets.sockets.values()) cut(socket, code);
  };

  const emitter: Emitter = await startEmitter(
    {
      pool,
      recent,
      isHeld,
      emit(event) {
        broadcast(event);
        rights.apply(event);
      },
      onBatch(events, numbered, startedAtMs, numberedAtMs) {
        measureBatch(events, numbered, numberedAtMs, nowMs());
        if (numbered > 0) options.onNumbered?.();
        recordDrain(events, numbered, startedAtMs);
      },
      // They come back and learn by their position that it is another log.
      onReset: () => cutAll('restarting'),
      onError,
    },
    limits.replayEvents,
  );
  const replays = createReplays({ pool, recent, emitter, concurrency: REPLAYS_FROM_LOG });
  const shared = { authority, emitter, members, replays, presence, replayEvents: limits.replayEvents };
  const join = createJoin({ ...shared, onError });
  const watching = createWatching({ ...shared, watchesPerSocket: limits.watchesPerSocket });
  const rights = createRights({ authority, members, join, watching, nowMs, onError });
  const inbound = createInbound({ limits, watching, presence, nowMs, onError });
  const consumers = createConsumerWatch(limits, nowMs);
  const stopMeasuring = gauge('realtimeSockets', () => [[{}, members.count()]]);

  io.use(
    createHandshake({
      authority,
      members,
      connectionsPerUser: limits.connectionsPerUser,
      emittedOffset: () => emitter.position().offset,
      onError,
    }),
  );
  io.on('connection', (socket) => {
    const admission = socket.data as Admission;
    const member = members.add(socket, admission.credentials, admission.viewer);
    consumers.add(socket);
    inbound.attach(member);
    socket.on('disconnect', () => {
      const watches = [...member.watches.values()];
      members.remove(member);
      for (const { kind, id } of watches) presence.changed(kind, id);
    });
    join.enter(member, admission.auth);
    if (rights.changedSince(admission.viewer, admission.offset)) join.suspend(member);
  });

  const tick = setInterval(() => {
    emitter.look().catch((error: unknown) => logger.warn({ err: error }, 'the log cannot be read'));
    rights.check().catch((error: unknown) => logger.warn({ err: error }, 'sessions cannot be checked'));
    inbound.tidy();
    for (const { socket } of members.all()) if (consumers.isSlow(socket)) cut(socket, 'slow_consumer');
  }, TICK_MS);
  const heartbeat = setInterval(() => {
    io.to(LIVE_ROOM).emit('position', { position: formatPosition(emitter.position()) });
  }, limits.positionIntervalMs);

  const connection = createWorkerConnection(options.redisUrl, logger);
  const worker = startQueueWorker({
    queue: queues.realtime.name,
    prefix: options.prefix,
    connection,
    concurrency: 1,
    logger,
    work: () => emitter.ring(),
  });

  async function stop(code: DisconnectCode): Promise<void> {
    stopping = true;
    clearInterval(tick);
    clearInterval(heartbeat);
    presence.stop();
    cutAll(code);
    http.close();
    await Promise.all([emitter.stop(), worker.stop(CLOSE_LIMIT_MS)]);
    connection.disconnect();
    await within(CLOSE_LIMIT_MS, io.close());
    http.closeAllConnections();
    stopMeasuring();
  }

  try {
    const port = await listen(http, options.port, options.host, () => isHeld() && !stopping);
    logger.info({ port, position: formatPosition(emitter.position()) }, 'active');
    return { port, stop };
  } catch (error) {
    await stop('lease_lost');
    throw error;
  }
}

/** The process before us may be paused and still hold the port: try as long as we are the active one. */
async function listen(
  http: HttpServer,
  port: number,
  host: string | undefined,
  isWanted: () => boolean,
): Promise<number> {
  for (;;) {
    try {
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject);
        http.listen(port, host, () => {
          http.off('error', reject);
          resolve();
        });
      });
      const address = http.address();
      return typeof address === 'object' && address ? address.port : port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || !isWanted()) throw error;
      await pause(100);
    }
  }
}
