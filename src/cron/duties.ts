/** The duties of the one worker that holds the lease, in one list: sweep, numbering, followers, deliveries, time, figures, incidents, erasures, retention. */

import { queues as names } from '../contracts/generic/queues.ts';
import { createDeliverySweep, type DeliverySweepOptions } from '../engine/delivery-sweep.ts';
import type { DutyTask } from '../engine/duty.ts';
import type { FiguresDuty } from '../engine/figures.ts';
import { expireFiles } from '../engine/files.ts';
import { followersTask } from '../engine/followers.ts';
import { liveQueue } from '../engine/live-queue.ts';
import type { Logger } from '../engine/logger.ts';
import type { Queues } from '../engine/queues.ts';
import { createRetention, expireAttempts, expireIdempotency, expireRuns } from '../engine/retention.ts';
import type { Ringer } from '../engine/ring.ts';
import type { ScheduleDefinition } from '../engine/schedule-actor.ts';
import { createScheduleDuty, type ScheduleTools } from '../engine/schedules.ts';
import { createSweep, numberingTask, type SweepGroup, sweepTask } from '../engine/sweep.ts';
import { createTimerDuty } from '../engine/timers.ts';
import { expireBulk } from './bulk-retention.ts';
import { forgetPhones } from './code-retention.ts';
import { erasuresTask } from './erasures.ts';
import { incidentsTask } from './incidents.ts';
import { expireOrigins } from './origin-retention.ts';
import { expireReports } from './report-retention.ts';
import { expireSessions, forgetSignInFailures } from './session-retention.ts';
import { expireTracking } from './tracking-retention.ts';
import type { TroublePolicy } from './troubles.ts';
import { webhooksTask } from './webhooks.ts';

export interface DutiesOptions extends ScheduleTools, Pick<DeliverySweepOptions, 'onOutcome'> {
  readonly queues: Queues;
  readonly ringer: Ringer;
  readonly groups: readonly SweepGroup[];
  readonly schedules: ReadonlyMap<string, ScheduleDefinition>;
  readonly figures: FiguresDuty;
  readonly troubles: TroublePolicy;
  readonly keepDays: {
    readonly attempts: number;
    readonly runs: number;
    readonly bulk: number;
    readonly reports: number;
    readonly origins: number;
  };
  readonly logger: Logger;
}

export function createDuties(options: DutiesOptions): readonly DutyTask[] {
  const { pool, queues, ringer, groups, schedules, logger } = options;
  const nowMs = (): number => options.now().getTime();
  const cron = liveQueue(queues, names.cron.name);
  const deliveries = [
    names.deliveriesEmail.name,
    names.deliveriesWhatsapp.name,
    names.deliveriesWebhook.name,
    names.deliveriesPush.name,
  ].map((name) => liveQueue(queues, name));
  return [
    sweepTask(createSweep({ pool, queues, groups, logger })),
    numberingTask(pool, ringer),
    followersTask(pool, queues),
    createDeliverySweep({ ...options, queues: deliveries }),
    createTimerDuty({ pool, queue: cron }),
    createScheduleDuty({ ...options, schedules, queue: cron }),
    options.figures.task,
    incidentsTask({ ...options, policy: options.troubles }),
    webhooksTask(options),
    erasuresTask(options),
    createRetention({
      pool,
      steps: [
        expireIdempotency,
        expireSessions,
        forgetSignInFailures,
        forgetPhones,
        expireTracking,
        expireFiles,
        expireAttempts(options.keepDays.attempts, nowMs),
        expireRuns(options.keepDays.runs, nowMs),
        ...expireBulk(options.keepDays.bulk, nowMs),
        ...expireReports(options.keepDays.reports, nowMs),
        expireOrigins(options.keepDays.origins, nowMs),
      ],
      logger,
    }),
  ];
}
