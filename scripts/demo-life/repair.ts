/** One repair: a hold that stops the clock, a warning, a breach, its escalation, a reopening and a rating. */
import { ESCALATE } from '../../src/actors/ticket/escalation.ts';
import { waitFor } from '../../test/support/wait.ts';
import { openEar } from '../demo/ear.ts';
import { get, PATIENCE, post, type Scene, showLedger, work } from './scene.ts';

export async function showRepair(scene: Scene): Promise<void> {
  const { platform, timeline, supervisor, technician, customer, zone } = scene;
  const { step } = timeline;
  timeline.part('A repair, with hold, breach, escalation, reopening and rating');
  const since = new Date().toISOString();
  const ear = await openEar(platform, supervisor);
  try {
    const { id, number } = await post(customer, '/api/v1/tickets', {
      type: 'repair',
      title: 'The internet has been gone since this morning',
      customerId: customer.user.customerId,
      zone,
    });
    const path = `/api/v1/tickets/${id}`;
    step(`the customer reported ${number}`);
    await post(supervisor, `${path}/assign`, {
      technicianId: technician.user.technicianId,
      overbook: true,
    });
    await post(technician, `${path}/start`);
    step('assigned and started');

    await post(technician, `${path}/hold`, { reason: 'Waiting for a spare part' });
    await waitFor(async () => (await timersOf(scene, id)).length === 0, PATIENCE).catch(() =>
      timeline.gap('the clock’s timers are still there while it stands still'),
    );
    const held = await get(supervisor, path);
    timeline.check(held.slaState === 'paused', `on hold its clock is ${held.slaState}`);
    const left = (held.slaRemainingMs / 3_600_000).toFixed(2);
    step(`on hold: the clock stands still at ${left} h, its timers are gone`);
    await post(technician, `${path}/resume`);
    await waitFor(async () => (await timersOf(scene, id)).length === 2, PATIENCE);
    const resumed = await get(supervisor, path);
    const afterMs = Date.parse(resumed.slaDueAt) - Date.now();
    timeline.check(
      Math.abs(afterMs - held.slaRemainingMs) < 60_000,
      'the clock did not go on where it stood still',
    );
    step('resumed: the clock goes on where it stood, with timers for its warning and its breach');

    await fire(scene, id, 'sla_warn');
    await ear.hears('ticket.sla_warned', `ticket/${id}`);
    step('75 % of the time has passed: warned (its timer’s due time was moved to now in the database)');
    await fire(scene, id, 'sla_breach');
    await ear.hears('ticket.sla_breached', `ticket/${id}`);
    step('the time has passed: breached (its timer’s due time was moved, too)');
    await fire(scene, id, ESCALATE);
    await ear.hears('ticket.escalated', `ticket/${id}`);
    step('nobody has done anything about it: escalated to the managers (by its timer, moved as well)');

    await post(technician, `${path}/complete`, { resolution: 'Connector cleaned, -19 dBm.' });
    const done = await get(supervisor, path);
    timeline.check(done.slaState === 'breached', `completed too late it says ${done.slaState}`);
    step('completed, too late');
    await post(customer, `${path}/reopen`, { reason: 'It is gone again' });
    const reopened = await get(supervisor, path);
    timeline.check(
      reopened.status === 'open' && reopened.slaState === 'running' && reopened.reopenedCount === 1,
      `reopened it is ${reopened.status}, its clock ${reopened.slaState}`,
    );
    step('the customer reopened it: open again, with a new clock');
    await work(scene, id, { resolution: 'The drop cable was replaced.' });
    await post(customer, `${path}/rate`, { rating: 4, feedback: 'In the end it works.' });
    const rated = await get(supervisor, path);
    timeline.check(
      rated.rating === 4 && rated.slaState === 'met',
      `rated ${rated.rating}, ${rated.slaState}`,
    );
    await ear.hears('ticket.rated', `ticket/${id}`);
    step('repaired within the new clock, rated 4 of 5');
    await showLedger(
      scene,
      [{ kind: 'ticket', id }],
      [
        'in_app ticket.received',
        'whatsapp ticket.received',
        'in_app ticket.created',
        'in_app ticket.assigned',
        'whatsapp ticket.held',
        'in_app ticket.sla_warned',
        'email ticket.sla_warned',
        'in_app ticket.sla_breached',
        'whatsapp ticket.sla_breached',
        'in_app ticket.escalated',
        'email ticket.escalated',
        'email ticket.completed',
        'in_app ticket.reopened',
        'in_app ticket.rated',
      ],
      since,
    );
  } finally {
    ear.stop();
  }
}

async function timersOf({ platform }: Scene, ticketId: string): Promise<string[]> {
  const { rows } = await platform.db.query<{ name: string }>(
    `select name from timers where actor_kind = 'ticket' and actor_id = $1 order by name`,
    [ticketId],
  );
  return rows.map(({ name }) => name);
}

/** Nobody waits for a day here: the timer is due now, and fires as any other does. */
async function fire({ platform }: Scene, ticketId: string, name: string): Promise<void> {
  await waitFor(async () => {
    const { rowCount } = await platform.db.query(
      `update timers set due_at = now() where actor_kind = 'ticket' and actor_id = $1 and name = $2`,
      [ticketId, name],
    );
    return rowCount === 1;
  }, PATIENCE);
}
