/** A thousand tickets changed in bulk, and stopped half-way: every ticket has its result, and they add up. */
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../../test/support/wait.ts';
import { openEar } from '../demo/ear.ts';
import { get, PATIENCE, post, type Scene } from './scene.ts';
import { makeTickets, TITLE, type Ticket } from './tickets.ts';

const COUNT = 1_000;
/** Cancelled by hand before, so that they are refused. */
const CLOSED = 5;
const PAGE = 200;
const SETTLE_MS = 3_000;

export async function showBulk(scene: Scene, before: readonly Ticket[]): Promise<void> {
  const { platform, timeline, supervisor } = scene;
  const { step } = timeline;
  timeline.part('A thousand tickets changed in bulk, and stopped half-way');
  const tickets = [...before, ...(await makeTickets(scene, COUNT - before.length))];
  const ids = tickets.map(({ id }) => id);
  for (const id of ids.slice(0, CLOSED))
    await post(supervisor, `/api/v1/tickets/${id}/cancel`, { reason: 'By hand' });
  step(`${ids.length} tickets are there, ${CLOSED} of them cancelled by hand`);

  const ear = await openEar(platform, supervisor);
  try {
    const action = { command: 'edit', priority: 'high' };
    const { id } = await post(supervisor, '/api/v1/bulk', { action, ids });
    await waitFor(() => progressOf() >= COUNT * 0.4, { ...PATIENCE, everyMs: 5 });
    await post(supervisor, `/api/v1/bulk/${id}/cancel`);
    // The step at hand is still done, in a commit of its own that may come after the answer.
    await pause(SETTLE_MS);
    const countOf = (items: readonly { readonly outcome: string }[], outcome: string): number =>
      items.filter((item) => item.outcome === outcome).length;
    const { job, items } = await waitFor(async () => {
      const found = { items: await itemsOf(scene, id), job: await get(supervisor, `/api/v1/bulk/${id}`) };
      return countOf(found.items, 'done') === found.job.done && found;
    }, PATIENCE);
    step(`stopped: ${job.done} done, ${job.refused} refused, of ${job.total}`);
    const steps = ear.heard.filter(({ type }) => type === 'bulk.advanced').length;
    timeline.check(steps > 0, 'the socket heard of no progress');
    step(`the socket heard of ${steps} steps`);

    const [done, refused, skipped] = [
      countOf(items, 'done'),
      countOf(items, 'refused'),
      countOf(items, 'skipped'),
    ];
    timeline.check(job.state === 'cancelled', `the job is ${job.state}`);
    timeline.check(done + refused + skipped === COUNT, `${done} + ${refused} + ${skipped} is not ${COUNT}`);
    timeline.check(done === job.done && refused === job.refused, 'the results are not those of the job');
    timeline.check(skipped > 0, 'it was over before it was stopped');
    timeline.check(refused === CLOSED, `${refused} were refused`);
    const { rows } = await platform.db.query<{ changed: number; high: number }>(
      `select (select count(*)::int from events where type = 'ticket.edited' and actor_id = any($1)) as changed,
        (select count(*)::int from tickets where priority = 'high' and id = any($1)) as high`,
      [ids],
    );
    const [{ changed, high } = { changed: 0, high: 0 }] = rows;
    timeline.check(
      changed === done && high === done,
      `${changed} events, ${high} tickets for ${done} results`,
    );
    step(`each has its result: ${done} done, ${refused} refused, ${skipped} left alone; ${high} are changed`);

    function progressOf(): number {
      const advanced = ear.heard.filter(
        ({ type, subject }) => type === 'bulk.advanced' && subject === `bulk/${id}`,
      );
      return Math.max(0, ...advanced.map(({ data }) => Number((data as { tried: number }).tried)));
    }
  } finally {
    ear.stop();
    await tidyUp(scene);
  }
}

/** Cancels what is open of this and of earlier runs: a bulk job again, which goes on when nobody looks. */
async function tidyUp({ timeline, supervisor }: Scene): Promise<void> {
  const action = { command: 'cancel', reason: 'The demo is over' };
  const { total } = await post(supervisor, '/api/v1/bulk', {
    action,
    filter: { q: TITLE, status: ['open'] },
  });
  timeline.step(`another job tidies up: it cancels the ${total} tickets of the demo that are open`);
}

async function itemsOf({ supervisor }: Scene, id: string): Promise<{ readonly outcome: string }[]> {
  const items: { readonly outcome: string }[] = [];
  for (let offset = 0; offset < COUNT; offset += PAGE) {
    const { data } = await get(supervisor, `/api/v1/bulk/${id}/items?limit=${PAGE}&offset=${offset}`);
    items.push(...data);
  }
  return items;
}
