/**
 * A queue to hold on to. A BullMQ queue whose first contact with Redis broke off stays broken for good; `Queues`
 * makes a new one then, and this asks it anew each time. So a process that starts while Redis is away works later.
 */
import type { Queue } from 'bullmq';
import type { Queues } from './queues.ts';

export type LiveQueue = Pick<Queue, 'name' | 'add' | 'addBulk' | 'rateLimit' | 'getJobCounts'>;

export function liveQueue(queues: Queues, name: string): LiveQueue {
  return {
    name,
    add: (...job) => queues.queue(name).add(...job),
    addBulk: (jobs) => queues.queue(name).addBulk(jobs),
    rateLimit: (ms) => queues.queue(name).rateLimit(ms),
    getJobCounts: (...types) => queues.queue(name).getJobCounts(...types),
  };
}
