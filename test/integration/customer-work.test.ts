import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerCommand } from '../../src/actors/customer/commands.ts';
import type { TicketCommand } from '../../src/actors/ticket/commands.ts';
import type { Command } from '../../src/engine/actor-types.ts';
import { storedPhoto } from '../support/photos.ts';
import { type Portal, startPortal } from '../support/portal.ts';

const team = [{ technicianId: 't1', userId: null, lead: true }];

describe('what the work on a ticket makes of its customer', () => {
  let portal: Portal;
  let packages: readonly string[];
  beforeAll(async () => {
    portal = await startPortal();
    packages = [v7(), v7()];
    const fields = {
      downMbps: 50,
      upMbps: 20,
      monthlyPrice: 1,
      setupFee: 0,
      slaClass: 'basic',
      active: true,
    };
    for (const [index, id] of packages.entries())
      await portal.give('package', id, { type: 'create', name: `Package ${index}`, ...fields } as never);
  });
  afterAll(() => portal.stop());

  let codes = 0;
  async function customer(): Promise<string> {
    const id = v7();
    const command: CustomerCommand = {
      type: 'create',
      code: `C-${++codes}`,
      name: 'Siti',
      email: 'siti@example.com',
      phone: '+62800111',
      address: null,
      zone: 'depok',
      packageId: packages[0] as string,
      status: 'active',
      userId: null,
    };
    await portal.give('customer', id, command);
    return id;
  }

  async function complete(id: string, more: object = {}): Promise<void> {
    const steps: TicketCommand[] = [
      { type: 'assign', team },
      { type: 'start' },
      { type: 'complete', resolution: 'Done', ...more },
    ];
    for (const command of steps) await portal.give('ticket', id, command);
    await portal.settled();
  }

  const packageOf = async (id: string): Promise<unknown> =>
    (await portal.pool.query('select package_id from customers where id = $1', [id])).rows[0]?.package_id;

  const timersOf = async (id: string) =>
    (
      await portal.pool.query<{ due_at: Date; command: Command }>(
        'select due_at, command from timers where actor_id = $1',
        [id],
      )
    ).rows;

  it('a change of package comes into force at its date, and its customer is told', async () => {
    const id = await customer();
    const effectiveAt = '2099-01-01T00:00:00.000Z';
    const packageChange = { packageId: packages[1] as string, effectiveAt };
    const ticket = await portal.ticket({ ticketType: 'upgrade', customerId: id, packageChange });
    await complete(ticket);
    expect(await packageOf(id)).toBe(packages[0]);
    const [timer] = await timersOf(id);
    expect(timer?.due_at.toISOString()).toBe(effectiveAt);

    await portal.give('customer', id, timer?.command as Command);
    expect(await packageOf(id)).toBe(packages[1]);
    await portal.settled();
    const { rows } = await portal.pool.query(
      `select channel, params from deliveries where template = 'customer.package_changed' order by channel`,
    );
    expect(rows).toEqual([
      { channel: 'email', params: { packageName: 'Package 1' } },
      { channel: 'whatsapp', params: { packageName: 'Package 1' } },
    ]);
  });

  it('and not at all when the ticket is reopened before', async () => {
    const id = await customer();
    const packageChange = { packageId: packages[1] as string, effectiveAt: '2099-01-01T00:00:00.000Z' };
    const ticket = await portal.ticket({ ticketType: 'downgrade', customerId: id, packageChange });
    await complete(ticket);
    expect(await timersOf(id)).toHaveLength(1);
    await portal.give('ticket', ticket, { type: 'reopen', reason: 'Another mind' } as never);
    await portal.settled();
    expect(await timersOf(id)).toEqual([]);
  });

  it('installed equipment is the customer’s', async () => {
    const id = await customer();
    const ticket = await portal.ticket({ ticketType: 'installation', customerId: id });
    await portal.give('ticket', ticket, await storedPhoto(portal.pool));
    await complete(ticket, {
      equipmentSerials: ['zte-777'],
      signalDbm: -20,
    });
    const { rows } = await portal.pool.query('select customer_id from equipment_in_use where serial = $1', [
      'ZTE-777',
    ]);
    expect(rows).toEqual([{ customer_id: id }]);
  });

  it('of a suspension the customer reads why, in the inbox and by message, and staff’s note nowhere', async () => {
    const id = await customer();
    const account = await portal.user('customer', { customerId: id });
    const note = { id: v7(), text: 'Do not tell' };
    await portal.give('customer', id, { type: 'suspend', reason: 'overdue', note } as never);
    await portal.give('customer', id, { type: 'reactivate' } as never);
    await portal.settled();
    const { rows } = await portal.pool.query(
      `select channel, recipient_id, template, params from deliveries
        where entity_id = $1 order by template desc, channel`,
      [id],
    );
    const told = (template: string) => [
      { channel: 'email', recipient_id: id, template, params: {} },
      { channel: 'in_app', recipient_id: account, template, params: {} },
      { channel: 'whatsapp', recipient_id: id, template, params: {} },
    ];
    expect(rows).toEqual([...told('customer.suspended.overdue'), ...told('customer.reactivated')]);
  });
});
