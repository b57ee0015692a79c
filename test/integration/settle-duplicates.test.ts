import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketCommand } from '../../src/actors/ticket/commands.ts';
import { type Portal, startPortal } from '../support/portal.ts';

const team = [{ technicianId: 't1', userId: null, lead: true }];

describe('when the survivor of duplicates is completed', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it('customers who do not see it hear of it under their own number, those of duplicates of duplicates too', async () => {
    const [own, other, third] = [v7(), v7(), v7()];
    const survivor = await portal.ticket({ customerId: own });
    const owns = await portal.ticket({ customerId: own });
    const nobodys = await portal.ticket();
    const others = await portal.ticket({ customerId: other });
    const thirds = await portal.ticket({ customerId: third });
    const bystander = await portal.ticket({ customerId: other });
    const give = (id: string, command: TicketCommand) => portal.give('ticket', id, command);
    const merge = (from: string, into: string, customerId: string | null) =>
      give(from, { type: 'merge', into: { id: into, number: 'T-9', customerId }, otherCustomer: true });
    await merge(thirds, nobodys, null);
    await merge(nobodys, survivor, own);
    await merge(others, survivor, own);
    await merge(owns, survivor, own);
    await give(bystander, { type: 'cancel', reason: 'double' });
    await give(survivor, { type: 'assign', team });
    await give(survivor, { type: 'start' });
    await give(survivor, { type: 'complete', resolution: 'Fibre spliced' });
    await portal.settled();

    const { rows } = await portal.pool.query<{ actor_id: string; data: { survivorId: string } }>(
      "select actor_id, data from events where type = 'ticket.settled' order by actor_id",
    );
    expect(rows.map((row) => row.actor_id)).toEqual([others, thirds].sort());
    for (const row of rows) expect(row.data.survivorId).toBe(survivor);
    const told = await portal.pool.query<{ recipient_id: string }>(
      "select distinct recipient_id from deliveries where template = 'ticket.settled' order by 1",
    );
    expect(told.rows.map((row) => row.recipient_id)).toEqual([other, third].sort());
  });
});
