/** The duties of the one worker that holds the lease, in one list: sweep, numbering, followers, deliveries, time, retention. */

import { queues as names } from '../contracts/generic/queues.ts';
import { createDeliverySweep, type DeliverySweepOptions } from '../engine/delivery-sweep.ts';
import type { DutyTask } from '../engine/duty.ts';
import { followersTask } from '../engine/followers.ts';
import { liveQueue } from '../engine/live-queue.ts';
import type { Logger } from '../engine/logger.ts';
import type { Queues } from '../engine/queues.ts';
import { createRetention, expireIdempotency } from '../engine/retention.ts';
import type { Ringer } from '../engine/ring.ts';
import type { ScheduleDefinition } from '../engine/schedule-actor.ts';
import { createScheduleDuty, type ScheduleTools } from '../engine/schedules.ts';
import { createSweep, numberingTask, type SweepGroup, sweepTask } from '../engine/sweep.ts';
import { createTimerDuty } from '../engine/timers.ts';
import { expireSessions } from './session-retention.ts';

export interface DutiesOptions extends ScheduleTools, Pick<DeliverySweepOptions, 'onOutcome'> {
  readonly queues: Queues;
  readonly ringer: Ringer;
  readonly groups: readonly SweepGroup[];
  readonly schedules: ReadonlyMap<string, ScheduleDefinition>;
  readonly logger: Logger;
}

export function createDuties(options: DutiesOptions): readonly DutyTask[] {
  const { pool, queues, ringer, groups, schedules, logger } = options;
  const cron = liveQueue(queues, names.cron.name);
  const deliveries = [names.deliveriesEmail.name, names.deliveriesWhatsapp.name].map((name) =>
    liveQueue(queues, name),
  );
  return [
    sweepTask(createSweep({ pool, queues, groups, logger })),
    numberingTask(pool, ringer),
    followersTask(pool, queues),
    createDeliverySweep({ ...options, queues: deliveries }),
    createTimerDuty({ pool, queue: cron }),
    createScheduleDuty({ ...options, schedules, queue: cron }),
    createRetention({ pool, steps: [expireIdempotency, expireSessions], logger }),
  ];
}
