import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorsIn } from '../../src/actors/registry.ts';
import type { TechnicianCommand } from '../../src/actors/technician/commands.ts';
import type { TicketCommand } from '../../src/actors/ticket/commands.ts';
import { locksOf } from '../../src/actors/ticket/places.ts';
import { type CommandRunner, createCommandRunner } from '../../src/engine/command.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { CommandRejected } from '../../src/engine/decide.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createCommand } from '../unit/actors/tickets.ts';

const ZONE = 'Asia/Jakarta';
const WORKERS = 6;
const TECHNICIANS = 3;
const MAXIMUM = 3;
const TICKETS = 16;
const score = { available: 40, capacity: 30, rating: 20, distance: 10, total: 100 };

/** A ticket, a command by its name, technicians by their number. */
type Step = readonly [ticket: number, command: string, lead: number, helper: number];

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(
    fc.nat(TICKETS - 1),
    fc.constantFrom('auto_assign', 'auto_assign', 'assign', 'assign', 'team', 'start', 'complete', 'cancel'),
    fc.nat(TECHNICIANS - 1),
    fc.nat(TECHNICIANS - 1),
  ),
  { minLength: 80, maxLength: 160 },
);

describe('places in the days of technicians, asked for by many at once', () => {
  let database: TestDatabase;
  let pool: Pool;
  let workers: { readonly pool: Pool; readonly runner: CommandRunner }[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 2, name: 'capacity-test' });
    workers = Array.from({ length: WORKERS }, (_, index) => {
      const own = createPool({ url: database.url, poolSize: 3, name: `capacity-test-${index}` });
      const tools = { registry: actorsIn(ZONE), now: () => new Date(), newId: () => v7() };
      return {
        pool: own,
        runner: createCommandRunner({ ...tools, pool: own, onCommitted: () => undefined }),
      };
    });
  });

  afterAll(async () => {
    await Promise.all([pool, ...workers.map((worker) => worker.pool)].map((one) => one.end()));
    await database.stop();
  });

  async function give(worker: number, kind: string, id: string, command: TechnicianCommand | TicketCommand) {
    const locks = kind === 'ticket' ? locksOf(command as TicketCommand) : [];
    const actor = { kind, id };
    try {
      await workers[worker % WORKERS]?.runner.run({
        items: [{ actor, command, by: { kind: 'user', id: 'u' }, trace: null, locks }],
        answer: () => ({ status: 200, headers: {}, body: null }),
      });
      return 'done';
    } catch (error) {
      if (error instanceof CommandRejected) return error.rejection.code;
      throw error;
    }
  }

  async function arrange(maximum: number, tickets: number) {
    const technicianIds = Array.from({ length: TECHNICIANS }, () => v7());
    const ticketIds = Array.from({ length: tickets }, () => v7());
    for (const id of technicianIds) {
      await give(0, 'technician', id, {
        type: 'create',
        employeeNumber: id,
        name: id,
        skillLevel: 'senior',
        zone: 'depok',
        shift: 'day',
        maxTicketsPerDay: maximum,
        userId: null,
      });
      await give(0, 'technician', id, { type: 'change_availability', availability: 'available' });
    }
    await Promise.all(
      ticketIds.map((id, index) =>
        give(index, 'ticket', id, createCommand({ number: `T-${id}`, customerId: null })),
      ),
    );
    return { technicianIds, ticketIds };
  }

  it('K1, K2: never go beyond the maximum, and are those that a recount of the tickets finds', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { technicianIds, ticketIds } = await arrange(MAXIMUM, TICKETS);
        const member = (index: number, lead = true) => ({
          technicianId: technicianIds[index] as string,
          userId: null,
          lead,
        });
        const commandOf = (name: string, lead: number, helper: number): TicketCommand => {
          if (name === 'auto_assign') return { type: name, member: member(lead), requires: null, score };
          if (name === 'assign') return { type: name, team: [member(lead)] };
          const others = helper === lead ? [] : [member(helper, false)];
          if (name === 'team') return { type: 'assign', team: [member(lead), ...others] };
          if (name === 'complete') return { type: name, resolution: 'done' };
          return name === 'start' ? { type: name } : { type: 'cancel', reason: 'double' };
        };
        const lanes = Array.from({ length: WORKERS }, async (_, worker) => {
          for (let index = worker; index < all.length; index += WORKERS) {
            const [ticket, name, lead, helper] = all[index] as Step;
            await give(worker, 'ticket', ticketIds[ticket] as string, commandOf(name, lead, helper));
          }
        });
        await Promise.all(lanes);
        const { rows } = await pool.query<{ booked: number; done: number; recounted: number; most: number }>(
          `select coalesce((select sum(value::int) from jsonb_each_text(t.load -> 'open')), 0)::int as booked,
             coalesce((select sum(value::int) from jsonb_each_text(t.load -> 'done')), 0)::int as done,
             (select count(*)::int from tickets k where k.status in ('assigned', 'in_progress', 'on_hold')
               and k.team @> jsonb_build_array(jsonb_build_object('technicianId', t.id))) as recounted,
             (select coalesce(max((select sum(v::int) from jsonb_each_text(e.data -> 'load' -> 'open') o(d, v))
                 + coalesce((select sum(v::int) from jsonb_each_text(e.data -> 'load' -> 'done') o(d, v)), 0)), 0)::int
               from events e where e.actor_kind = 'technician' and e.actor_id = t.id and e.type = 'technician.booked') as most
           from technicians t where t.id = any($1)`,
          [technicianIds],
        );
        expect(rows).toHaveLength(TECHNICIANS);
        for (const { booked, recounted, most } of rows) {
          expect(booked).toBe(recounted);
          expect(most).toBeLessThanOrEqual(MAXIMUM);
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  }, 60_000);

  it('go to one of two dispatchers when there is one left; the other is told why, and nothing of theirs stays', async () => {
    const { technicianIds, ticketIds } = await arrange(1, 6);
    const team = [{ technicianId: technicianIds[0] as string, userId: null, lead: true }];
    const answers = await Promise.all(
      ticketIds.map((id, worker) => give(worker, 'ticket', id, { type: 'assign', team })),
    );
    expect([...answers].sort()).toEqual([...Array.from({ length: 5 }, () => 'at_capacity'), 'done']);
    const { rows } = await pool.query(
      `select (select count(*)::int from events where type = 'ticket.assigned' and actor_id = any($1)) as assigned,
         (select count(*)::int from tickets where status = 'open' and id = any($1)) as open`,
      [ticketIds],
    );
    expect(rows[0]).toEqual({ assigned: 1, open: 5 });
  });

  it('L1: are never waited for crosswise', async () => {
    // What a connection counted is there for others once it has ended.
    await Promise.all(workers.splice(0).map((worker) => worker.pool.end()));
    const { rows } = await pool.query(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    expect(rows).toEqual([{ deadlocks: 0 }]);
  });
});
