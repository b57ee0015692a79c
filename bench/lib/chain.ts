/** Whether everything that clicks set off has been worked off, and how to hold the consumers back meanwhile. */
import pg from 'pg';
import { handlers } from '../../src/handlers/registry.ts';
import type { BenchPlatform } from './platform.ts';

/** As JSON, since Postgres has no arrays of arrays of several lengths. */
const wanted = JSON.stringify(
  [...new Set(handlers.map(({ group }) => group))].map((group) => ({
    name: group,
    types: [...new Set(handlers.flatMap((handler) => (handler.group === group ? handler.types : [])))],
  })),
);

/**
 * No event without a position, no mailbox behind, no delivery waiting. Asked again and again while the chain is at
 * work, on the processors that are measured: an event is looked at once for a group, and of those behind only the first.
 */
export async function chainIsDone(platform: BenchPlatform): Promise<boolean> {
  const client = new pg.Client({ connectionString: platform.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ open: boolean }>(
      `
      select exists (select 1 from events where position is null)
          or exists (select 1 from deliveries where status in ('queued', 'sending'))
          or exists (
            select 1 from jsonb_to_recordset($1::jsonb) w (name text, types text[])
              join mailbox_groups g on g."group" = w.name,
              lateral (
                select from events e
                 where e.position > g.low_position and e.type = any(w.types) and not exists (
                   select from mailbox m
                    where m."group" = g."group" and m.actor_kind = e.actor_kind and m.actor_id = e.actor_id
                      and m.last_seq >= e.seq offset 0)
                 order by e.position limit 1) behind
          ) as open`,
      [wanted],
    );
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
