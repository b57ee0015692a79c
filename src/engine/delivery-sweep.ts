/**
 * The duty that keeps deliveries going (D1): gives lost attempts their outcome and rings for what is due and was
 * not rung, or whose ring Redis lost. Any number may run at once: rows are locked, rings of one attempt are one job.
 */
import type { Pool } from './database.ts';
import { dueDeliveries } from './delivery-ledger.ts';
import { measureRecovered } from './delivery-metrics.ts';
import { commitRecovery, type OutcomeTools } from './delivery-outcome.ts';
import { channelsOfQueue, type DeliveryQueue, deliveryRing } from './delivery-rings.ts';

export interface DeliverySweepOptions extends OutcomeTools {
  readonly queues: readonly DeliveryQueue[];
}

const BATCH = 1_000;
/** A ring needs this long on a good day; what is due for longer is looked at. */
const GRACE_MS = 1_000;
/** A queue that has jobs was not flushed: its backlog need not be rung each second. */
const FULL_EVERY = 5;

export interface DeliverySweep {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

export function createDeliverySweep(options: DeliverySweepOptions): DeliverySweep {
  let count = 0;
  return {
    name: 'deliveries',
    everyMs: 1_000,
    async run() {
      const full = count % FULL_EVERY === 0;
      count += 1;
      const recovered = await commitRecovery(options, BATCH);
      measureRecovered(recovered);
      const again = recovered.filter(({ status }) => status === 'queued');
      for (const queue of options.queues) {
        const channels = channelsOfQueue(queue.name);
        const mine = again
          .filter(({ channel }) => channels.includes(channel))
          .map((due) => deliveryRing(due));
        if (mine.length > 0) await queue.addBulk(mine);
        if (full || (await isEmpty(queue))) await ringDue(options.pool, queue, channels);
      }
    },
  };
}

async function ringDue(pool: Pool, queue: DeliveryQueue, channels: readonly string[]): Promise<void> {
  for (const channel of channels) {
    const due = await dueDeliveries(pool, channel, GRACE_MS, BATCH);
    if (due.length > 0) await queue.addBulk(due.map((delivery) => deliveryRing(delivery)));
  }
}

async function isEmpty(queue: DeliveryQueue): Promise<boolean> {
  const counts = await queue.getJobCounts('waiting', 'prioritized');
  return Object.values(counts).every((jobs) => jobs === 0);
}
