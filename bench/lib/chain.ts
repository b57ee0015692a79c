/** Whether everything that clicks set off has been worked off, and how to hold the consumers back meanwhile. */
import pg from 'pg';
import type { BenchPlatform } from './platform.ts';

/** No event without a position, no mailbox behind, no delivery waiting. */
export async function chainIsDone(platform: BenchPlatform): Promise<boolean> {
  const client = new pg.Client({ connectionString: platform.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ open: boolean }>(`
      select exists (select 1 from events where position is null)
          or exists (select 1 from deliveries where status in ('queued', 'sending'))
          or exists (
            select 1 from mailbox_groups g
              join events e on e.position > g.start_position and e.type = any(g.types)
              left join mailbox m on m."group" = g."group" and m.actor_kind = e.actor_kind and m.actor_id = e.actor_id
             where e.seq > coalesce(m.last_seq, 0) and e.at > now() - interval '10 minutes'
             limit 1
          ) as open`);
    return rows[0]?.open === false;
  } finally {
    await client.end();
  }
}

/** Stops workers and realtime with SIGSTOP while `work` runs: what they would do costs nothing then. */
export async function withConsumersPaused(platform: BenchPlatform, work: () => Promise<void>): Promise<void> {
  const paused = [...(await platform.pids())]
    .filter(([title]) => title.startsWith('trunkline:worker') || title === 'trunkline:realtime')
    .map(([, pid]) => pid);
  for (const pid of paused) process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    for (const pid of paused) process.kill(pid, 'SIGCONT');
  }
}
