// The example of docs/how-to runs: its pages quote this file and those of test/support/how-to.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyActor } from '../../src/engine/actor-types.ts';
import { anyHandler, type Handler } from '../../src/engine/handler-types.ts';
import { type MailboxGroup, startMailboxGroup } from '../../src/engine/mailbox.ts';
import { createWorkerConnection } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import { tickSchedule } from '../../src/engine/schedules.ts';
import { eventTypesOf, given } from '../support/actors.ts';
import { type CronBench, startCronBench } from '../support/cron-bench.ts';
import { testLogger } from '../support/delivery-parts.ts';
import { type DeviceCommand, device, devicesTable } from '../support/how-to/device-actor.ts';
import { type DeviceEvents, deviceEvents } from '../support/how-to/device-events.ts';
import { loanTimers, overdueMessages } from '../support/how-to/device-handlers.ts';
import { stocktake, stocktakeMessage } from '../support/how-to/device-schedule.ts';
import { waitFor } from '../support/wait.ts';

const lend: DeviceCommand = {
  type: 'lend',
  serial: 'ONT-1',
  customerId: 'c1',
  dueAt: '2026-03-09T02:00:00.000Z',
};

describe('a device', () => {
  it('is lent to one customer at a time', () => {
    const lent = given(device).and(lend);
    expect(lent.state).toMatchObject({ customerId: 'c1', overdue: false });
    expect(lent.when(lend)).toEqual({ rejection: { code: 'wrong_state', allowed: ['return'] } });
    expect(eventTypesOf(lent.and({ type: 'return' }).when(lend))).toEqual(['device.lent']);
  });

  it('is not late by the timer of an earlier loan', () => {
    const again = given(device).and(lend).and({ type: 'return' });
    const later = again.and({ ...lend, dueAt: '2026-04-09T02:00:00.000Z' });
    expect(later.when({ type: 'mark_overdue', dueAt: lend.dueAt })).toMatchObject({
      rejection: { code: 'wrong_state' },
    });
  });

  it('puts into the log what its contract says', () => {
    const { events } = given(device).and(lend).and({ type: 'mark_overdue', dueAt: lend.dueAt });
    for (const { type, data } of events) {
      expect(deviceEvents[type as keyof DeviceEvents].data.parse(data)).toEqual(data);
    }
  });
});

describe('a loan', () => {
  let bench: CronBench;
  let groups: MailboxGroup[];
  let stop: () => Promise<void>;
  const id = randomUUID();

  beforeAll(async () => {
    bench = await startCronBench({ schedules: [stocktake] });
    await bench.pool.query(devicesTable);
    await bench.pool.query(`insert into customers (id, seq, version, code, name, zone, status, created_at, updated_at)
      values ('c1', 1, 1, 'C-1', 'Siti', 'depok', 'active', now(), now())`);
    bench.registry.set(device.kind, anyActor(device));
    const handlers = [loanTimers, anyHandler(overdueMessages), stocktakeMessage];
    const groupsOf = (type: string) =>
      handlers.filter(({ types }) => types.includes(type)).map(({ group }) => group);
    const ringer = createRinger({ queues: bench.queues, groupsOf, logger: testLogger });
    const connection = createWorkerConnection(bench.redisUrl);
    const start = (group: string, members: readonly Handler[]) =>
      startMailboxGroup({
        ...bench.tools,
        ringer,
        connection,
        prefix: bench.prefix,
        group,
        handlers: members,
      });
    await waitFor(() => bench.queues.isReady());
    groups = [await start('business', [loanTimers]), await start('notifications', handlers.slice(1))];
    // Rings as a process does after each commit.
    const ringing = setInterval(() => {
      for (const committed of bench.committed.splice(0)) ringer.ring(committed);
    }, 20);
    stop = async () => {
      clearInterval(ringing);
      for (const group of groups) await group.stop();
      await ringer.stop();
      connection.disconnect();
      await bench.stop();
    };
  });
  afterAll(() => stop());

  const give = (command: DeviceCommand) =>
    bench.runner.run({
      items: [{ actor: { kind: 'device', id }, command, by: { kind: 'user', id: 'u1' }, trace: null }],
      ...(command.type === 'lend' ? { creates: true } : {}),
      answer: () => ({ status: 200, headers: {}, body: null }),
    });

  it('that is late becomes an event, and a message to the customer', async () => {
    await give({ ...lend, dueAt: new Date(Date.now() - 1_000).toISOString() });
    await waitFor(async () => (await bench.rows('select 1 from timers')).length === 1);
    await bench.startWorker();
    await bench.timerDuty().run();
    const [message] = await waitFor(async () => {
      const rows = await bench.rows('select channel, recipient_id, template, params from deliveries');
      return rows.length > 0 ? rows : undefined;
    });
    expect(message).toEqual({
      channel: 'whatsapp',
      recipient_id: 'c1',
      template: 'device.overdue',
      params: { serial: 'ONT-1' },
    });
    expect(await bench.rows('select overdue, seq, version from devices')).toEqual([
      { overdue: true, seq: 2, version: 1 },
    ]);
  });

  it('is counted by the schedule, once an instant', async () => {
    const duty = bench.scheduleDuty();
    bench.setNow('2026-05-01T00:00:00.000Z');
    await duty.run();
    bench.setNow('2026-05-03T23:00:30.000Z');
    await Promise.all([tickSchedule(bench.tools, stocktake.name), tickSchedule(bench.tools, stocktake.name)]);
    await waitFor(async () => {
      const rows = await bench.rows(`select 1 from deliveries where template = 'devices.stocktake'`);
      return rows.length === 1;
    });
    expect(await bench.rows('select instant, outcome from cron_runs')).toEqual([
      { instant: new Date('2026-05-03T23:00:00.000Z'), outcome: 'ran' },
    ]);
  });
});
