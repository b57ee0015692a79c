import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TeamMember, TicketCommand } from '../../src/actors/ticket/commands.ts';
import { CommandRejected } from '../../src/engine/decide.ts';
import { NO_ZONE } from '../../src/handlers/followers/ticket-counts.ts';
import { createRandom } from '../../src/ops/demo/random.ts';
import { type Portal, startPortal } from '../support/portal.ts';

const team: readonly TeamMember[] = [{ technicianId: 't1', userId: null, lead: true }];
const commands: readonly [TicketCommand, ...TicketCommand[]] = [
  { type: 'assign', team },
  { type: 'claim', member: team[0] as TeamMember, zone: 'depok' },
  { type: 'start' },
  { type: 'hold', reason: 'rain' },
  { type: 'resume' },
  { type: 'complete', resolution: 'done' },
  { type: 'cancel', reason: 'double' },
  { type: 'merge', into: { id: 'other', number: 'T-9', customerId: null }, otherCustomer: false },
  { type: 'reopen', reason: 'again' },
  { type: 'edit', fields: { zone: 'bogor' } },
  { type: 'edit', fields: { zone: null } },
  { type: 'edit', fields: { zone: 'depok', title: 'x' } },
  { type: 'comment', commentId: 'c', text: 'x', internal: true },
];

describe('the counts of tickets by zone and status', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it('equal a recount after any histories', async () => {
    const random = createRandom(7);
    for (let round = 0; round < 3; round++) {
      for (let made = 0; made < 15; made++) {
        const id = await portal.ticket({ zone: random.pick(['depok', 'bogor', null]) });
        for (let step = 0; step < 8; step++) {
          await portal.give('ticket', id, random.pick(commands)).catch((error: unknown) => {
            if (!(error instanceof CommandRejected)) throw error;
          });
        }
      }
      await portal.settled();
      expect(await counted(portal)).toEqual(await recounted(portal));
    }
    expect((await recounted(portal)).length).toBeGreaterThan(6);
  });
});

async function counted(portal: Portal): Promise<unknown[]> {
  const result = await portal.pool.query(
    'select zone, status, count::int from ticket_counts where count <> 0 order by zone, status',
  );
  return result.rows;
}

async function recounted(portal: Portal): Promise<unknown[]> {
  const result = await portal.pool.query(
    `select coalesce(zone, $1) as zone, status, count(*)::int as count from tickets
      group by 1, 2 order by 1, 2`,
    [NO_ZONE],
  );
  return result.rows;
}
