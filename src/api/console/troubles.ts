/**
 * What is late and why, from what the console shows: pure. The gravest first, and each once: what explains another
 * stands before it and is named as its cause.
 *
 * These bounds are those of somebody who looks now; the alerts' are wider, so that nobody is woken for a moment.
 */
import type { Console, Trouble, TroubleCause, TroubleCode } from '../../contracts/console.ts';
import type { FigurePart } from '../../contracts/generic/metrics.ts';

type Shown = Omit<Console, 'troubles'>;

/** A notice is on screen within two seconds: five is late. */
const LATE_SECONDS = 5;
const SILENT_SECONDS = 5;
const BLOCKED_SECONDS = 0.5;
/** Whoever looks a few minutes later still learns why something was late. */
const RESTARTED_SECONDS = 300;
const DELIVERY_LATE_SECONDS = 30;
const SCHEDULE_LATE_SECONDS = 60;
const FOLLOWER_BEHIND_EVENTS = 1_000;
const STUCK_ATTEMPTS = 3;

/** The page of the alert that would wake somebody for it. */
const runbooks: Readonly<Record<TroubleCode, string | null>> = {
  process_down: 'ProcessDown',
  process_silent: 'ProcessDown',
  process_restarted: 'ProcessRestarting',
  event_loop_blocked: 'EventLoopBlocked',
  duty_unheld: 'DutyWithoutHolder',
  realtime_unheld: 'RealtimeWithoutLeader',
  figures_stale: 'FiguresStale',
  log_unnumbered: 'EventsUnnumbered',
  mailboxes_late: 'MailboxOld',
  mailboxes_halted: 'DeadLetters',
  group_paused: null,
  queue_late: 'QueueOld',
  queue_paused: null,
  follower_stuck: 'FollowerStuck',
  follower_behind: 'FollowerStuck',
  provider_down: 'DeliveriesNotAccepted',
  deliveries_late: 'DeliveriesOverdue',
  deliveries_undecided: 'DeliveriesUndecided',
  dead_letters: 'DeadLetters',
  schedule_late: 'CronLate',
  schedule_missed: 'ScheduleSkipped',
  timers_late: 'CronLate',
};

interface Facts {
  readonly seconds?: number | null;
  readonly count?: number | null;
  readonly because?: TroubleCause | null | undefined;
}

export function troublesOf(
  shown: Shown,
  stale: readonly { readonly part: FigurePart; readonly seconds: number }[],
  nowMs: number,
): Trouble[] {
  const found: Trouble[] = [];
  const say = (code: TroubleCode, subject: string, facts: Facts = {}): void => {
    const { seconds = null, count = null, because = null } = facts;
    found.push({
      code,
      subject,
      seconds: seconds === null ? null : Math.round(seconds),
      count,
      because,
      runbook: runbooks[code] && `/ops/runbooks/${runbooks[code]}`,
    });
  };

  for (const process of shown.processes) {
    const { role, index, up, answerAgeSeconds, eventLoopDelaySeconds, endedAt, restarts } = process;
    const name = `${role} ${index}`;
    const endedSeconds = endedAt === null ? Number.POSITIVE_INFINITY : (nowMs - Date.parse(endedAt)) / 1_000;
    if (!up) say('process_down', name);
    else if (answerAgeSeconds > SILENT_SECONDS) say('process_silent', name, { seconds: answerAgeSeconds });
    else if ((eventLoopDelaySeconds ?? 0) > BLOCKED_SECONDS)
      say('event_loop_blocked', name, { seconds: eventLoopDelaySeconds });
    if (up && endedSeconds < RESTARTED_SECONDS)
      say('process_restarted', name, { seconds: endedSeconds, count: restarts });
  }
  const workers = shown.processes.filter(({ role }) => role === 'worker');
  const noWorkers = workers.length > 0 && workers.every(({ up }) => !up);
  const held = new Map(shown.leases.map(({ name, held: is }) => [name, is]));
  const noDuty = held.get('duty') === false;
  if (noDuty) say('duty_unheld', 'duty', { because: noWorkers ? 'no_workers' : null });
  if (held.get('realtime') === false) say('realtime_unheld', 'realtime');
  for (const { part, seconds } of stale)
    say('figures_stale', part, { seconds, because: part === 'queues' ? 'redis_away' : null });
  const redisAway = stale.some(({ part }) => part === 'queues');
  const idle: TroubleCause | null = noWorkers ? 'no_workers' : redisAway ? 'redis_away' : null;

  const { unnumberedAgeSeconds, unnumbered } = shown.log;
  if (unnumberedAgeSeconds > LATE_SECONDS)
    say('log_unnumbered', 'log', { seconds: unnumberedAgeSeconds, count: unnumbered });
  for (const { name, since, circuit } of shown.providers) {
    if (circuit === 'open') say('provider_down', name, { seconds: (nowMs - Date.parse(since)) / 1_000 });
  }
  for (const group of shown.groups) {
    if (group.paused)
      say('group_paused', group.name, {
        seconds: group.pause && (nowMs - Date.parse(group.pause.at)) / 1_000,
      });
    if (group.oldestAgeSeconds > LATE_SECONDS)
      say('mailboxes_late', group.name, {
        seconds: group.oldestAgeSeconds,
        count: group.lagEvents,
        because: group.paused ? 'paused' : idle,
      });
    if (group.halted > 0) say('mailboxes_halted', group.name, { count: group.halted });
    if (group.deadLetters > 0) say('dead_letters', group.name, { count: group.deadLetters });
  }
  for (const { name, paused, oldestAgeSeconds, waiting } of shown.queues) {
    if (paused) say('queue_paused', name, { count: waiting });
    if (waiting > 0 && oldestAgeSeconds > LATE_SECONDS)
      say('queue_late', name, {
        seconds: oldestAgeSeconds,
        count: waiting,
        because: paused ? 'paused' : idle,
      });
  }
  for (const { name, failedAttempts, lagEvents } of shown.followers) {
    if (failedAttempts > STUCK_ATTEMPTS) say('follower_stuck', name, { count: failedAttempts });
    else if (lagEvents > FOLLOWER_BEHIND_EVENTS)
      say('follower_behind', name, { count: lagEvents, because: idle });
  }
  const anyDown = shown.providers.some(({ circuit }) => circuit === 'open');
  for (const { name, oldestDueAgeSeconds, queued, unknown } of shown.channels) {
    if (oldestDueAgeSeconds > DELIVERY_LATE_SECONDS)
      say('deliveries_late', name, {
        seconds: oldestDueAgeSeconds,
        count: queued,
        because: idle ?? (anyDown ? 'provider_down' : null),
      });
    if (unknown > 0) say('deliveries_undecided', name, { count: unknown });
  }
  for (const { name, lateSeconds, missed, paused } of shown.schedules) {
    if (lateSeconds > SCHEDULE_LATE_SECONDS)
      say('schedule_late', name, {
        seconds: lateSeconds,
        because: paused ? 'paused' : noDuty ? 'no_duty' : idle,
      });
    if (missed > 0) say('schedule_missed', name, { count: missed });
  }
  if (shown.timers.lateSeconds > LATE_SECONDS)
    say('timers_late', 'timers', {
      seconds: shown.timers.lateSeconds,
      count: shown.timers.due,
      because: noDuty ? 'no_duty' : idle,
    });
  return found;
}
