/** The middle hops of a click as metrics, and what a mailbox group counts anyway. */
import type { Job } from 'bullmq';
import type { MailboxJob } from '../contracts/generic/queues.ts';
import type { MailboxCounts } from './mailbox-types.ts';
import { counter, observeTraced } from './metrics.ts';

const ringHop = { hop: 'ring_to_run' } as const;
const runHop = { hop: 'run_to_commit' } as const;
const outcomes = ['processed', 'failed', 'dead'] as const;
const ways = ['shared', 'solo', 'careful', 'taken'] as const;

/** A doorbell from its ring to its run, and what it took from there to the commit; a failed run has none. */
export async function measureRun(job: Job<MailboxJob>, run: Promise<void>): Promise<void> {
  const startedMs = performance.now();
  // A ring that was meant to come later has not waited until then.
  const waitedMs = Math.max(0, Date.now() - job.timestamp - job.delay);
  // Of the click that rang last; the run may serve more, and its spans name them.
  const { trace } = job.data;
  observeTraced('hopDuration', waitedMs / 1_000, ringHop, trace);
  await run;
  observeTraced('hopDuration', (performance.now() - startedMs) / 1_000, runHop, trace);
}

export function measureMailboxes(group: string, counts: MailboxCounts): () => void {
  const stops = [
    counter('mailboxEvents', () => outcomes.map((outcome) => [{ group, outcome }, counts[outcome]])),
    counter('mailboxRuns', () => ways.map((way) => [{ group, way }, counts[way]])),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
