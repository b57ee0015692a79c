/** A consumer of webhooks that fails for a while, is switched off, and recovers everything, each event once. */

import { WEBHOOK_FOLLOWER } from '../../src/handlers/webhook-deliveries.ts';
import { waitFor } from '../../test/support/wait.ts';
import { type Receiver, startReceiver } from '../../test/support/webhook-receiver.ts';
import { get, must, PATIENCE, post, type Scene } from './scene.ts';
import { makeTickets, type Ticket } from './tickets.ts';

const DESCRIPTION = 'npm run demo:life';

/** Returns the tickets that it made. */
export async function showConsumer(scene: Scene): Promise<Ticket[]> {
  const { timeline, admin } = scene;
  const { step } = timeline;
  timeline.part('A webhook consumer that fails for a while');
  const receiver = await startReceiver();
  try {
    const since = new Date().toISOString();
    const webhook = await subscribe(scene, receiver.url);
    receiver.know(webhook.secret);
    const path = `/api/v1/webhooks/${webhook.id}`;
    const isTaken = (tickets: readonly Ticket[]) => (): boolean =>
      tickets.every(({ id }) => takenOf(receiver, id).length > 0);

    const well = await makeTickets(scene, 3);
    await waitFor(isTaken(well), PATIENCE);
    step(`${receiver.url} subscribed to ticket.created, and took 3 events, each signature verified`);

    receiver.answer((response) => void response.writeHead(500).end());
    const failed = await makeTickets(scene, 5);
    await waitFor(
      () =>
        failed.every(({ id }) =>
          receiver.received.some(({ envelope }) => envelope.subject === `ticket/${id}`),
        ),
      PATIENCE,
    );
    step('it answers 500: 5 more were tried, and wait for their next attempt');
    await post(admin, `${path}/disable`);
    const missed = await makeTickets(scene, 4);
    await followed(scene, missed);
    step('switched off by an administrator; 4 more tickets meanwhile, for which no delivery is made');

    receiver.answer();
    await post(admin, `${path}/enable`);
    const all = [...well, ...failed, ...missed];
    let [requeued, added] = [0, 0];
    // Asked again until all is there: nothing is added twice.
    await waitFor(
      async () => {
        const recovered = await post(admin, `${path}/recover`, { since });
        requeued += recovered.requeued;
        added += recovered.added;
        return isTaken(all)();
      },
      { ...PATIENCE, everyMs: 2_000 },
    ).catch(() => undefined);
    step(`it works again; recovered since ${since.slice(11, 19)}: ${requeued} tried again, ${added} added`);
    timeline.check(added === missed.length, `${added} events were added, ${missed.length} were missed`);
    for (const { id, number } of all) {
      const taken = takenOf(receiver, id);
      timeline.check(taken.length === 1, `the consumer took ${number} ${taken.length} times`);
      timeline.check(new Set(taken.map((one) => one.id)).size <= 1, `${number} came under two webhook-ids`);
    }
    const ids = receiver.accepted().map((one) => one.id);
    timeline.check(new Set(ids).size === ids.length, 'a webhook-id was taken twice');
    const { data } = await get(admin, `${path}/deliveries?limit=200`);
    const waiting = (data as { status: string }[]).filter(({ status }) => status !== 'sent').length;
    timeline.check(waiting === 0, `${waiting} deliveries are not sent`);
    step(
      `${ids.length} events taken, ${new Set(ids).size} webhook-ids, ${receiver.received.length} requests`,
    );
    await must(admin.send('DELETE', path, {}), `DELETE ${path}`);
    return all;
  } finally {
    await receiver.stop();
  }
}

/** Once the log's reader is past these, whoever is switched off has missed them. */
async function followed({ platform }: Scene, tickets: readonly Ticket[]): Promise<void> {
  await waitFor(async () => {
    const { rows } = await platform.db.query<{ past: boolean }>(
      `select count(position) = count(*) and max(position) <= (select position from followers where name = $2) as past
        from events where type = 'ticket.created' and actor_id = any($1)`,
      [tickets.map(({ id }) => id), WEBHOOK_FOLLOWER],
    );
    return rows[0]?.past === true;
  }, PATIENCE);
}

/** Takes away first what a run that was cut off has left. */
async function subscribe({ admin }: Scene, url: string): Promise<{ id: string; secret: string }> {
  const { data } = await get(admin, '/api/v1/webhooks?limit=200');
  for (const { id, description } of data as { id: string; description: string }[])
    if (description === DESCRIPTION) await admin.send('DELETE', `/api/v1/webhooks/${id}`, {});
  return await post(admin, '/api/v1/webhooks', { url, description: DESCRIPTION, types: ['ticket.created'] });
}

function takenOf(receiver: Receiver, ticketId: string) {
  return receiver.accepted().filter(({ envelope }) => envelope.subject === `ticket/${ticketId}`);
}
