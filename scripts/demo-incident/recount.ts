/** Nothing lost, nothing doubled: what was promised against the tables, the provider and the socket. */
import { waitFor } from '../../test/support/wait.ts';
import { readArrived } from '../demo/arrived.ts';
import type { Client, DemoPlatform } from '../demo/platform.ts';
import type { Clicks, Ticket } from './clicks.ts';

const SETTLE_MS = 60_000;

/** Waits until all is done for these tickets, then counts; returns what is not as it was promised. */
export async function recount(
  { db }: DemoPlatform,
  admin: Client,
  clicks: Clicks,
  tickets: readonly Ticket[],
  since: string,
): Promise<string[]> {
  const ids = tickets.map(({ id }) => id);
  const gaps: string[] = [];
  const check = (holds: boolean, what: string): void => {
    if (!holds) gaps.push(what);
  };
  await waitFor(async () => (await openWork(db, ids)) === '', { deadlineMs: SETTLE_MS, everyMs: 250 }).catch(
    async () => check(false, `not done within ${SETTLE_MS / 1_000} s: ${await openWork(db, ids)}`),
  );
  const [counts] = (
    await db.query<{ tickets: number; events: number; dense: boolean; dead: number }>(
      `select (select count(*)::int from tickets where title = any($2)) as tickets,
        (select count(*)::int from events where actor_id = any($1) and type = 'ticket.created') as events,
        (select count(*) = count(position) and count(position) = max(position) from events) as dense,
        (select count(*)::int from dead_letters where actor_id = any($1) and status = 'dead') as dead`,
      [ids, tickets.map(({ title }) => title)],
    )
  ).rows;
  check(counts?.tickets === ids.length, `${counts?.tickets} tickets for ${ids.length} promised`);
  check(counts?.events === ids.length, `${counts?.events} events for ${ids.length} tickets`);
  check(counts?.dense === true, 'the positions of the log are not dense');
  check(counts?.dead === 0, `${counts?.dead} dead letters are open`);
  const told = await db.query<{ fewest: number; most: number; twice: number; without: number }>(
    `with told as (
       select e.actor_id, d.channel, d.recipient_id, d.template, count(*) as times from events e
         join deliveries d on d.event_id = e.id
        where e.actor_id = any($1) and e.type = 'ticket.created' group by 1, 2, 3, 4)
     select min(n)::int as fewest, max(n)::int as most, (select count(*)::int from told where times > 1) as twice,
       (select count(*)::int from unnest($1::text[]) i (id)
         where not exists (select from told where actor_id = i.id)) as without
       from (select actor_id, count(*) as n from told group by 1) t`,
    [ids],
  );
  const [row] = told.rows;
  check(row?.without === 0, `of ${row?.without} tickets nobody was told`);
  check(row?.twice === 0, `${row?.twice} people were told twice of one ticket`);
  check(row?.fewest === row?.most, `of some tickets ${row?.fewest} were told, of others ${row?.most}`);
  await checkMessages(db, admin, ids, since, check);
  await waitFor(() => ids.every((id) => clicks.heard.has(`ticket/${id}`)), { deadlineMs: 15_000 }).catch(() =>
    check(
      false,
      `the socket did not hear of ${ids.filter((id) => !clicks.heard.has(`ticket/${id}`)).length} tickets`,
    ),
  );
  check(
    ids.every((id) => (clicks.heard.get(`ticket/${id}`) ?? 0) <= 1),
    'the socket heard of a ticket twice',
  );
  return gaps;
}

/** What the provider received, by the ids of the ledger. */
async function checkMessages(
  db: DemoPlatform['db'],
  admin: Client,
  ids: readonly string[],
  since: string,
  check: (holds: boolean, what: string) => void,
): Promise<void> {
  const ledger = await db.query<{ id: string; status: string }>(
    `select d.id, d.status from deliveries d join events e on e.id = d.event_id
      where e.actor_id = any($1) and d.channel <> 'in_app'`,
    [ids],
  );
  const arrived = await readArrived(admin, since);
  check(ledger.rows.length > 0, 'no message to the outside was written');
  for (const { id, status } of ledger.rows) {
    const times = arrived.get(id) ?? 0;
    // Of an e-mail that was handed over without an answer nobody can know more.
    if (status === 'unknown') check(times <= 1, `the message ${id} of unknown fate arrived ${times} times`);
    else
      check(
        times === (status === 'suppressed' ? 0 : 1),
        `the message ${id} (${status}) arrived ${times} times`,
      );
  }
}

async function openWork(db: DemoPlatform['db'], ids: readonly string[]): Promise<string> {
  const { rows } = await db.query<Record<string, number>>(
    `select (select count(*)::int from events where position is null) as unnumbered,
      (select count(*)::int from events e, unnest(array['notifications', 'business']) g ("group")
        where e.actor_id = any($1) and not exists (select from mailbox m where m."group" = g."group"
          and m.actor_kind = e.actor_kind and m.actor_id = e.actor_id and m.last_seq >= e.seq)) as unhandled,
      (select count(*)::int from mailbox where actor_id = any($1) and (retry_at is not null or halted)) as waiting,
      (select count(*)::int from deliveries d join events e on e.id = d.event_id
        where e.actor_id = any($1) and d.status in ('queued', 'sending')) as undelivered`,
    [ids],
  );
  return Object.entries(rows[0] ?? {})
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}
