import { describe, expect, it } from 'vitest';
import { troublesOf } from '../../../src/api/console/troubles.ts';
import type { Console } from '../../../src/contracts/console.ts';

type Shown = Parameters<typeof troublesOf>[0];
const NOW = Date.parse('2026-03-01T08:00:00Z');

const worker = {
  role: 'worker',
  index: 1,
  up: true,
  restarts: 0,
  endedAt: null,
  startedAt: null,
  residentBytes: null,
};
const calm: Shown = {
  at: '2026-03-01T08:00:00.000Z',
  figuresBy: 'duty',
  figuresAgeSeconds: 1,
  processes: [{ ...worker, eventLoopDelaySeconds: 0.01, answerAgeSeconds: 0 }],
  queues: [],
  groups: [],
  followers: [],
  schedules: [],
  channels: [],
  providers: [],
  leases: [
    { name: 'duty', held: true, holder: 'a/1', token: 1 },
    { name: 'realtime', held: true, holder: 'a/2', token: 1 },
  ],
  log: { position: 1, unnumbered: 0, unnumberedAgeSeconds: 0 },
  timers: { due: 0, lateSeconds: 0 },
  sockets: 0,
};
const group: Console['groups'][number] = {
  name: 'business',
  lagEvents: 12,
  oldestAgeSeconds: 40,
  retrying: 0,
  halted: 0,
  deadLetters: 0,
  paused: false,
  pause: null,
};
const email = { name: 'email', queued: 9, sending: 0, oldestDueAgeSeconds: 90, failed: 0, unknown: 0 };
const smtp = { name: 'smtp', since: '2026-03-01T07:58:00Z', lastSuccessAt: null, lastError: null };

const said = (shown: Partial<Shown>, stale: Parameters<typeof troublesOf>[1] = []) =>
  troublesOf({ ...calm, ...shown }, stale, NOW).map(
    ({ code, subject, because }) => `${code} ${subject}${because ? ` because ${because}` : ''}`,
  );

describe('what is late and why', () => {
  it('is nothing while everything runs', () => {
    expect(said({})).toEqual([]);
  });

  it('a late group: because it was paused, because no worker runs, or without a known cause', () => {
    expect(said({ groups: [group] })).toEqual(['mailboxes_late business']);
    expect(said({ groups: [{ ...group, paused: true }] })).toEqual([
      'group_paused business',
      'mailboxes_late business because paused',
    ]);
    const dead = { ...worker, up: false, eventLoopDelaySeconds: null, answerAgeSeconds: 0 };
    expect(said({ groups: [group], processes: [dead] })).toEqual([
      'process_down worker 1',
      'mailboxes_late business because no_workers',
    ]);
  });

  it('a process that ended lately and was started again, as long as somebody may ask why', () => {
    const again = { ...worker, restarts: 2, eventLoopDelaySeconds: 0.01, answerAgeSeconds: 0 };
    const ended = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
    expect(said({ processes: [{ ...again, endedAt: ended(4) }] })).toEqual(['process_restarted worker 1']);
    expect(said({ processes: [{ ...again, endedAt: ended(6) }] })).toEqual([]);
    expect(said({ processes: [{ ...again, endedAt: ended(1), up: false }] })).toEqual([
      'process_down worker 1',
    ]);
  });

  it('late messages: because a provider is down, which is said first and since when', () => {
    const shown = { channels: [email], providers: [{ ...smtp, circuit: 'open' as const }] };
    expect(said(shown)).toEqual(['provider_down smtp', 'deliveries_late email because provider_down']);
    expect(troublesOf({ ...calm, ...shown }, [], NOW)[0]).toMatchObject({
      seconds: 120,
      runbook: '/ops/runbooks/DeliveriesNotAccepted',
    });
    expect(said({ channels: [email], providers: [{ ...smtp, circuit: 'closed' }] })).toEqual([
      'deliveries_late email',
    ]);
  });

  it('Redis away: the figures of the queues are old, and groups are late because of it', () => {
    expect(said({ groups: [group] }, [{ part: 'queues', seconds: 20 }])).toEqual([
      'figures_stale queues because redis_away',
      'mailboxes_late business because redis_away',
    ]);
  });

  it('what waits for a person is said with how many', () => {
    const waiting = { ...group, oldestAgeSeconds: 0, halted: 2, deadLetters: 3 };
    expect(said({ groups: [waiting], channels: [{ ...email, oldestDueAgeSeconds: 0, unknown: 1 }] })).toEqual(
      ['mailboxes_halted business', 'dead_letters business', 'deliveries_undecided email'],
    );
  });

  it('nobody on duty: said, and named as the cause of late schedules', () => {
    const late = {
      name: 'a',
      nextAt: '',
      lastAt: null,
      lastOutcome: null,
      missed: 0,
      lateSeconds: 90,
      paused: false,
    };
    const leases = calm.leases.map((lease) => ({ ...lease, held: lease.name !== 'duty' }));
    expect(said({ leases, schedules: [late] })).toEqual([
      'duty_unheld duty',
      'schedule_late a because no_duty',
    ]);
  });
});
