/** Processor time per click over all processes, with the share of each role, at 100 clicks a second. */
import { waitFor } from '../../test/support/wait.ts';
import type { Bench } from '../lib/bench.ts';
import { chainIsDone } from '../lib/chain.ts';
import { ticketBody } from '../lib/closed-loop.ts';
import type { Figure } from '../lib/figure.ts';
import { openLoop } from '../lib/open-loop.ts';
import { perClick, processorByRole } from '../lib/processor.ts';
import { round } from '../lib/stats.ts';

const CLICKS = 1_500;

export async function processor(bench: Bench): Promise<Figure[]> {
  const { platform } = bench;
  const before = await processorByRole(platform);
  await openLoop(`${platform.apiUrl}/api/v1/tickets`, bench.headers, ticketBody, 100, CLICKS);
  await waitFor(() => chainIsDone(platform), { deadlineMs: 60_000, everyMs: 50 });
  const after = await processorByRole(platform);
  const shares = perClick(before, after, CLICKS).sort(([, a], [, b]) => b - a);
  const total = shares.reduce((sum, [, ms]) => sum + ms, 0);
  return [
    {
      name: 'processor time per click, all processes',
      unit: 'ms',
      ours: round(total),
      reference: null,
      ratio: null,
      target: 'printed',
      reached: null,
      note: shares.map(([role, ms]) => `${role} ${round(ms)}`).join(', '),
    },
  ];
}
