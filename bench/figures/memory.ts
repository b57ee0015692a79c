/** Resident memory of one API process after 6,000 requests, tracing on. A platform of its own, with one API process. */
import { closedLoop } from '../lib/closed-loop.ts';
import type { Figure } from '../lib/figure.ts';
import { residentMb, signIn, startBenchPlatform } from '../lib/platform.ts';
import { round } from '../lib/stats.ts';

const REQUESTS = 6_000;
const TARGET_MB = 92;

export async function memory(): Promise<Figure[]> {
  const platform = await startBenchPlatform({ API_PROCESSES: '1' });
  try {
    const cookie = await signIn(platform.apiUrl, 'supervisor');
    await closedLoop({
      url: `${platform.apiUrl}/api/v1/tickets`,
      headers: { cookie, origin: platform.apiUrl },
      connections: 16,
      amount: REQUESTS,
      idempotent: true,
    });
    const pids = await platform.pids();
    const ours = round(await residentMb(pids.get('trunkline:api:1') ?? 0), 1);
    const others = await Promise.all(
      [...pids].map(
        async ([title, pid]) => `${title.replace('trunkline:', '')} ${round(await residentMb(pid), 0)}`,
      ),
    );
    return [
      {
        name: `RSS of one API process after ${REQUESTS} requests`,
        unit: 'MB',
        ours,
        reference: null,
        ratio: null,
        target: `<= ${TARGET_MB}`,
        reached: ours <= TARGET_MB,
        note: others.join(', '),
      },
    ];
  } finally {
    await platform.stop();
  }
}
