/**
 * Rings of deliveries: which queue, which job id.
 *
 * The job id names the delivery and the attempt it rings for, so rings of the API, of a retry and of the sweep for
 * one attempt are one job, and an attempt that was recorded never stands in the way of the next one's ring.
 */
import type { JobsOptions, Queue } from 'bullmq';
import { type DeliveryJob, type QueueName, queues } from '../contracts/generic/queues.ts';
import type { DueDelivery } from './delivery-ledger.ts';

export type DeliveryQueue = Pick<
  Queue<DeliveryJob>,
  'name' | 'add' | 'addBulk' | 'rateLimit' | 'getJobCounts'
>;

const QUEUE_OF_CHANNEL: Readonly<Record<string, QueueName>> = {
  email: queues.deliveriesEmail.name,
  whatsapp: queues.deliveriesWhatsapp.name,
  whatsapp_group: queues.deliveriesWhatsapp.name,
  webhook: queues.deliveriesWebhook.name,
  push: queues.deliveriesPush.name,
};

/** `undefined` for channels that are not sent, like the inbox. */
export function queueOfChannel(channel: string): QueueName | undefined {
  return QUEUE_OF_CHANNEL[channel];
}

export function channelsOfQueue(queue: string): string[] {
  return Object.keys(QUEUE_OF_CHANNEL).filter((channel) => QUEUE_OF_CHANNEL[channel] === queue);
}

/** The channels that are sent. */
export const sentChannels: readonly string[] = Object.keys(QUEUE_OF_CHANNEL);

export interface DeliveryRing {
  readonly name: string;
  readonly data: DeliveryJob;
  readonly opts: JobsOptions;
}

/** `delivery.attempts` are the attempts so far: 0 for a delivery that was just committed. */
export function deliveryRing(delivery: Omit<DueDelivery, 'channel'>, delayMs = 0): DeliveryRing {
  return {
    name: 'deliver',
    data: { delivery: delivery.id, ...(delivery.trace ? { trace: delivery.trace } : {}) },
    opts: {
      jobId: `${delivery.id}-${delivery.attempts}`,
      priority: delivery.priority,
      attempts: 1,
      ...(delayMs > 0 ? { delay: delayMs } : {}),
      removeOnComplete: { count: 100 },
      removeOnFail: { age: 86_400, count: 1_000 },
    },
  };
}
