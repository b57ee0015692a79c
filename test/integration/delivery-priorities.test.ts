// A campaign never delays a code: by the order of the queue, and by that of the sweep when rings are lost.

import { afterEach, describe, expect, it } from 'vitest';
import { queues } from '../../src/contracts/generic/queues.ts';
import { createDeliverySweep } from '../../src/engine/delivery-sweep.ts';
import { liveQueue } from '../../src/engine/live-queue.ts';
import { type DeliveryBench, startDeliveryBench } from '../support/delivery-bench.ts';
import { waitFor } from '../support/wait.ts';

const BULK = 5_000;
const CONCURRENCY = 20;
const WINDOW = { max: 50, durationMs: 100 };

let bench: DeliveryBench;
afterEach(() => bench.stop());

const campaign = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    channel: 'whatsapp' as const,
    recipient: `customer-${index}`,
    priority: 4,
  }));
const code = { channel: 'whatsapp' as const, recipient: 'applicant', priority: 1 };

describe('a one-time code in the midst of a campaign', () => {
  it('goes out before all that was not on its way already', async () => {
    bench = await startDeliveryBench();
    await bench.deliver(campaign(BULK));
    await bench.start('whatsapp', { limiter: WINDOW, concurrency: CONCURRENCY });
    await waitFor(() => bench.arrived().length > 100, { deadlineMs: 20_000 });
    const [id] = (await bench.deliver([code])) as [string];
    await waitFor(async () => (await bench.status(id)) === 'sent', { deadlineMs: 20_000 });
    const { rows } = await bench.pool.query<{ before: number; waiting: number }>(
      `select count(*) filter (where d.attempted_at > c.created_at and d.attempted_at < c.attempted_at)::int as before,
          count(*) filter (where d.status = 'queued')::int as waiting
        from deliveries d, deliveries c where c.id = $1 and d.priority = 4`,
      [id],
    );
    // Those whose turn had come, and a window of the limit that was open already.
    expect(rows[0]?.before).toBeLessThanOrEqual(CONCURRENCY + WINDOW.max);
    expect(rows[0]?.waiting).toBeGreaterThan(BULK / 5);
  }, 60_000);

  it('is found by the sweep past any number of others whose rings are lost', async () => {
    bench = await startDeliveryBench();
    await bench.deliver(campaign(1_500), false);
    const [id] = (await bench.deliver([code], false)) as [string];
    await bench.pool.query(`update deliveries set next_attempt_at = next_attempt_at - interval '1 minute'`);
    const queue = liveQueue(bench.queues, queues.deliveriesWhatsapp.name);
    await createDeliverySweep({ ...bench.tools, queues: [queue] }).run();
    const [first] = await bench.queues.queue(queue.name).getJobs(['prioritized', 'waiting'], 0, 0, true);
    expect(first?.data).toMatchObject({ delivery: id });
  });
});
