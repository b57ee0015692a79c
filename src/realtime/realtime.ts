/**
 * Realtime as a process sees it: it stands by until it holds the lease, serves while it holds it, and cuts its
 * sockets when it has lost it (M8, R6).
 *
 * - A lease counts from the moment it was asked for, by the monotonic clock; so a process that was paused knows on
 *   waking, before it emits anything, that its time is over.
 * - A standby runs no Worker and listens on no port. It takes over within the lease's time and a look more.
 * - A lease that came back under another token was somebody else's meanwhile: everything is built anew.
 */
import type { DisconnectCode } from '../contracts/generic/disconnects.ts';
import { releaseLease, tryLease } from '../engine/lease.ts';
import { gauge } from '../engine/metrics.ts';
import { outsideTrace } from '../engine/telemetry/spans.ts';
import { type Active, type ActiveOptions, startActive } from './active.ts';

const LOOK_MS = 500;
const WATCHDOG_MS = 100;

const LEASE = 'realtime';
const LEASE_MS = 3_000;

export interface RealtimeOptions extends Omit<ActiveOptions, 'isHeld'> {
  /** Unique to the process, over all machines. */
  readonly holder: string;
}

export interface Realtime {
  /** The port it listens on, while it is active. */
  port(): number | undefined;
  stop(): Promise<void>;
}

interface Tenure {
  readonly token: number;
  heldUntilMs: number;
  active: Promise<Active | undefined>;
  port: number | undefined;
}

export function startRealtime(options: RealtimeOptions): Realtime {
  const { pool, holder, logger } = options;
  let tenure: Tenure | undefined;
  /** What of earlier tenures is still being taken down; the next one waits for it. */
  let ending: Promise<unknown> = Promise.resolve();
  let looking: Promise<void> | undefined;
  let stopped = false;
  const stopMeasuring = gauge('realtimeActive', () => [[{}, tenure ? 1 : 0]]);

  const isHeld = (mine: Tenure): boolean => tenure === mine && performance.now() < mine.heldUntilMs;

  function begin(token: number, heldUntilMs: number): void {
    const mine: Tenure = { token, heldUntilMs, active: Promise.resolve(undefined), port: undefined };
    tenure = mine;
    mine.active = ending
      .then(() => startActive({ ...options, isHeld: () => isHeld(mine) }))
      .then((active) => {
        mine.port = active.port;
        return active;
      })
      .catch((error: unknown) => {
        logger.error({ err: error }, 'could not become active');
        if (tenure === mine) end('lease_lost');
        return undefined;
      });
  }

  function end(code: DisconnectCode): void {
    const mine = tenure;
    if (!mine) return;
    tenure = undefined;
    logger.info({ disconnect: code }, 'no longer active');
    ending = Promise.all([ending, mine.active.then((active) => active?.stop(code))]).catch((error: unknown) =>
      logger.error({ err: error }, 'could not end in order'),
    );
  }

  async function look(): Promise<void> {
    const askedAtMs = performance.now();
    const token = await tryLease(pool, { name: LEASE, holder, ttlMs: LEASE_MS });
    if (stopped) return;
    const heldUntilMs = askedAtMs + LEASE_MS;
    if (tenure && tenure.token !== token) end('lease_lost');
    if (token === undefined || performance.now() >= heldUntilMs) return;
    if (tenure) tenure.heldUntilMs = heldUntilMs;
    else begin(token, heldUntilMs);
  }

  const timers = outsideTrace(() => [
    setInterval(() => {
      looking ??= look()
        .catch((error: unknown) => logger.warn({ err: error }, 'the lease cannot be asked for'))
        .finally(() => {
          looking = undefined;
        });
    }, LOOK_MS),
    setInterval(() => {
      if (tenure && !isHeld(tenure)) end('lease_lost');
    }, WATCHDOG_MS),
  ]);

  return {
    port: () => tenure?.port,
    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      stopMeasuring();
      await looking;
      const token = tenure?.token;
      end('restarting');
      await ending;
      if (token === undefined) return;
      await releaseLease(pool, LEASE, token).catch((error: unknown) =>
        logger.warn({ err: error }, 'the lease could not be released'),
      );
    },
  };
}
