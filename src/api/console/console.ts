/**
 * The state of everything that runs, as the console shows it: the figures of the metrics, and the few facts beside
 * them that are no figures (who holds a lease, why a group rests, what a provider said last).
 */
import type { Console } from '../../contracts/console.ts';
import { queueNames } from '../../contracts/generic/queues.ts';
import { listSchedules } from '../../engine/cron-ledger.ts';
import type { Queryable } from '../../engine/database.ts';
import { sentChannels } from '../../engine/delivery-rings.ts';
import { readGroupPauses } from '../../engine/mailbox-groups.ts';
import { readLastSuccesses, readProviderHealth } from '../../engine/provider-health.ts';
import type { Api } from '../api.ts';
import { type ConsoleFigures, consoleFigures } from './figures.ts';
import { troublesOf } from './troubles.ts';

/** Only who `maySeeErrors` is shown what providers said: it may tell what a message was. */
export async function readConsole(api: Api, maySeeErrors: boolean): Promise<Console> {
  const { pool } = api;
  const figures = await consoleFigures(api);
  const [health, successes, pauses, schedules, holders] = [
    await readProviderHealth(pool),
    await readLastSuccesses(pool),
    await readGroupPauses(pool),
    await listSchedules(pool),
    await readHolders(pool),
  ];
  const { all, one } = figures;
  const at = api.now();
  const shown: Omit<Console, 'troubles'> = {
    at: at.toISOString(),
    figuresBy: figures.by,
    figuresAgeSeconds: figures.ageSeconds,
    processes: processesOf(figures),
    queues: queueNames.map((queue) => ({
      name: queue,
      waiting: one('queueDepth', { queue, state: 'waiting' }),
      active: one('queueDepth', { queue, state: 'active' }),
      delayed: one('queueDepth', { queue, state: 'delayed' }),
      failed: one('queueDepth', { queue, state: 'failed' }),
      oldestAgeSeconds: one('queueAge', { queue, state: 'waiting' }),
      paused: one('queuePaused', { queue }) === 1,
    })),
    groups: all('mailboxLag').map(({ labels: { group }, value }) => {
      const pause = pauses.find((known) => known.group === group);
      return {
        name: group,
        lagEvents: value,
        oldestAgeSeconds: one('mailboxAge', { group }),
        retrying: one('mailboxesWaiting', { group, state: 'retry' }),
        halted: one('mailboxesWaiting', { group, state: 'halted' }),
        deadLetters: one('deadLetters', { group }),
        // What a person just did is shown at once, whatever the figures knew.
        paused: pause !== undefined,
        pause: pause?.at ? { at: pause.at.toISOString(), by: pause.by, reason: pause.reason } : null,
      };
    }),
    followers: all('followerLag').map(({ labels: { follower }, value }) => ({
      name: follower,
      lagEvents: value,
      failedAttempts: one('followerAttempts', { follower }),
    })),
    schedules: schedules.map(({ name, nextInstant, lastInstant, lastOutcome, missed, paused }) => ({
      name,
      nextAt: nextInstant.toISOString(),
      lastAt: lastInstant?.toISOString() ?? null,
      lastOutcome,
      missed,
      lateSeconds: one('scheduleLate', { schedule: name }),
      paused,
    })),
    channels: sentChannels.map((channel) => ({
      name: channel,
      queued: one('deliveriesOpen', { channel, state: 'queued' }),
      sending: one('deliveriesOpen', { channel, state: 'sending' }),
      oldestDueAgeSeconds: one('deliveryAge', { channel }),
      failed: one('deliveryDeadLetters', { channel, status: 'failed' }),
      unknown: one('deliveryDeadLetters', { channel, status: 'unknown' }),
    })),
    providers: health.map(({ provider, down, since, lastError }) => ({
      name: provider,
      circuit: down ? 'open' : 'closed',
      since: since.toISOString(),
      lastSuccessAt: successes.get(provider)?.toISOString() ?? null,
      lastError: maySeeErrors ? lastError : null,
    })),
    leases: all('leaseHeld').map(({ labels: { lease }, value }) => ({
      name: lease,
      held: value === 1,
      holder: holders.get(lease) ?? null,
      token: one('leaseToken', { lease }),
    })),
    log: {
      position: one('logPosition', {}),
      unnumbered: one('unnumbered', {}),
      unnumberedAgeSeconds: one('unnumberedAge', {}),
    },
    timers: { due: one('timersDue', {}), lateSeconds: one('timerLate', {}) },
    sockets: all('realtimeSockets').reduce((sum, { value }) => sum + value, 0),
  };
  return { ...shown, troubles: troublesOf(shown, figures.stale, at.getTime()) };
}

function processesOf({ all, one }: ConsoleFigures): Console['processes'] {
  return all('processUp').flatMap(({ labels: { role, index }, value }) => {
    if (role === undefined || index === undefined) return [];
    const whose = { role, index };
    // A process that has not spoken yet has no start.
    const startSeconds = one('processStart', whose);
    const bytes = one('residentMemory', whose);
    const endedSeconds = one('processEnded', whose);
    return [
      {
        role,
        index: Number(index),
        up: value === 1,
        restarts: one('processRestarts', whose),
        endedAt: instantOf(endedSeconds),
        startedAt: instantOf(startSeconds),
        residentBytes: bytes > 0 ? bytes : null,
        eventLoopDelaySeconds:
          startSeconds > 0 ? one('eventLoopDelay', { ...whose, quantile: '0.99' }) : null,
        answerAgeSeconds: one('processAnswerAge', whose),
      },
    ];
  });
}

const instantOf = (seconds: number): string | null =>
  seconds > 0 ? new Date(seconds * 1_000).toISOString() : null;

/** Host and process id of each holder: the rest of its name only makes it unique. Index: leases_pkey. */
async function readHolders(db: Queryable): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ name: string; holder: string }>({
    name: 'read_lease_holders',
    text: `select name, holder from leases where expires_at > clock_timestamp()`,
  });
  return new Map(rows.map(({ name, holder }) => [name, holder.split('/').slice(0, 2).join('/')]));
}
