/** Depth and age of the queues, from Redis: a handful of commands a queue, whatever its length. */
import type { Job, Queue } from 'bullmq';
import { type QueueName, queueNames } from '../contracts/generic/queues.ts';
import type { Figures } from './figures-sql.ts';
import type { Queues } from './queues.ts';

export async function readQueueFigures(queues: Queues, nowMs: number): Promise<Figures> {
  if (!queues.isReady()) throw new Error('Redis is away');
  const all = await Promise.all(queueNames.map((name) => readQueue(queues.queue(name), name, nowMs)));
  return all.flat();
}

async function readQueue(queue: Queue, name: QueueName, nowMs: number): Promise<Figures> {
  const [counts, paused, waiting, prioritized, active, delayed] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    queue.isPaused(),
    queue.getWaiting(0, 0),
    queue.getPrioritized(0, 0),
    queue.getActive(0, 0),
    queue.getDelayed(0, 0),
  ]);
  const depth = (...states: string[]): number => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const age = (jobs: readonly (Job | undefined)[], sinceMs: (job: Job) => number): number =>
    Math.max(0, ...jobs.map((job) => (job ? nowMs - sinceMs(job) : 0))) / 1_000;
  return [
    ['queueDepth', { queue: name, state: 'waiting' }, depth('waiting', 'prioritized')],
    ['queueDepth', { queue: name, state: 'active' }, depth('active')],
    ['queueDepth', { queue: name, state: 'delayed' }, depth('delayed')],
    ['queueDepth', { queue: name, state: 'failed' }, depth('failed')],
    // A retry's ring has waited since it was due, not since it was made.
    ['queueAge', { queue: name, state: 'waiting' }, age([...waiting, ...prioritized], dueMs)],
    ['queueAge', { queue: name, state: 'active' }, age(active, (job) => job.processedOn ?? nowMs)],
    ['queueAge', { queue: name, state: 'delayed' }, age(delayed, dueMs)],
    ['queuePaused', { queue: name }, paused ? 1 : 0],
  ];
}

function dueMs(job: Job): number {
  return job.timestamp + (job.opts.delay ?? 0);
}
