import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegistrationCommand } from '../../src/actors/registration/commands.ts';
import type { TeamMember, TicketCommand } from '../../src/actors/ticket/commands.ts';
import { transitions } from '../../src/actors/ticket/transitions.ts';
import { type TicketStatus, ticketPriorities, ticketTypes } from '../../src/contracts/tickets.ts';
import { CommandRejected } from '../../src/engine/decide.ts';
import { keepZone } from '../../src/handlers/analytics/zone.ts';
import { recountFollower } from '../../src/ops/tools/recount.ts';
import { keptFigures, recountedFigures } from '../support/analytics-recount.ts';
import { storedPhoto } from '../support/photos.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { submitted } from '../support/registrations.ts';

const HOUR_MS = 3_600_000;
const JAKARTA = 'Asia/Jakarta';

const lead = fc
  .constantFrom('t1', 't2', 't3')
  .map((technicianId): TeamMember => ({ technicianId, userId: null, lead: true }));
const priority = fc.constantFrom(...ticketPriorities);
const zone = fc.constantFrom('depok', 'bogor', null);
const done = {
  type: 'complete',
  resolution: 'done',
  equipmentSerials: ['ONT-1'],
  signalDbm: -20,
} as const;
const possible: readonly fc.Arbitrary<Exclude<TicketCommand, { type: 'create' }>>[] = [
  lead.map((member) => ({ type: 'assign', team: [member] }) as const),
  fc.constant({ type: 'start' }),
  fc.constant({ type: 'hold', reason: 'rain' }),
  fc.constant({ type: 'resume' }),
  fc.constant(done),
  fc.constant({ ...done, survey: { feasible: true, note: null } }),
  fc.constant({ type: 'reopen', reason: 'again' }),
  fc.integer({ min: 1, max: 5 }).map((rating) => ({ type: 'rate', rating, feedback: null }) as const),
  priority.map((to) => ({ type: 'edit', fields: { priority: to } }) as const),
  zone.map((to) => ({ type: 'edit', fields: { zone: to } }) as const),
  fc.constant({ type: 'cancel', reason: 'double' }),
  fc.constant({
    type: 'merge',
    into: { id: 'other', number: 'T-9', customerId: null },
    otherCustomer: false,
  }),
];
/** One of each, in an order of preference: the first that the ticket's status allows is given. */
const step = fc.record({
  commands: fc.tuple(fc.tuple(...possible), fc.infiniteStream(fc.nat())).map(([commands, weights]) =>
    commands
      .map((command) => ({ command, weight: (weights.next().value ?? 0) % rarity(command) }))
      .sort((a, b) => b.weight - a.weight)
      .map(({ command }) => command),
  ),
  hours: fc.integer({ min: 0, max: 40 }),
});
/** What ends a ticket, or leads nowhere, is preferred less often. */
function rarity({ type }: TicketCommand): number {
  return type === 'cancel' || type === 'merge' ? 20 : type === 'edit' || type === 'rate' ? 60 : 100;
}
const history = fc.record({
  ticketType: fc.constantFrom(...ticketTypes),
  priority,
  zone,
  steps: fc.array(step, { minLength: 5, maxLength: 20 }),
});

const applicationStep = fc.record({
  command: fc.constantFrom<Exclude<RegistrationCommand, { type: 'submit' }>>(
    { type: 'verify', zone: 'depok' },
    {
      type: 'schedule_survey',
      scheduledAt: '2026-05-01T02:00:00.000Z',
      ticket: { id: '', number: '' },
      replaces: null,
    },
    { type: 'move_survey', scheduledAt: '2026-05-02T02:00:00.000Z', overbook: true },
    { type: 'record_survey', feasible: true, note: null },
    { type: 'approve', waiveSurvey: true },
    { type: 'reject', reason: 'far away' },
    { type: 'cancel' },
  ),
  hours: fc.integer({ min: 0, max: 40 }),
});
type ApplicationStep = typeof applicationStep extends fc.Arbitrary<infer S> ? S : never;
const application = fc.array(applicationStep, { minLength: 4, maxLength: 16 });

describe('the figures of analytics', () => {
  let portal: Portal;
  // Both ways over a change of the clock in the zones that have one.
  let clockMs = Date.parse('2026-03-20T16:30:00Z');
  beforeAll(async () => {
    portal = await startPortal(() => new Date(clockMs));
  });
  afterAll(() => portal.stop());

  /** A registration, and whatever of the steps its status allows. */
  async function apply(steps: readonly ApplicationStep[]): Promise<void> {
    const id = v7();
    const own = { number: `R-${id}`, phone: `+${id}`, email: null };
    await portal.give('registration', id, submitted(own));
    for (const { command, hours } of steps) {
      clockMs += hours * HOUR_MS;
      const { rows } = await portal.pool.query<{ replaces: string | null }>(
        `select survey_ticket ->> 'id' as replaces from registrations where id = $1`,
        [id],
      );
      const given =
        command.type === 'schedule_survey'
          ? { ...command, ticket: { id: v7(), number: `T-${v7()}` }, replaces: rows[0]?.replaces ?? null }
          : command;
      await portal.give('registration', id, given).catch((error: unknown) => {
        if (!(error instanceof CommandRejected)) throw error;
      });
    }
  }

  const equalsRecount = async (of: string) => {
    await portal.settled();
    const recounted = await recountedFigures(portal.pool, of);
    expect(await keptFigures(portal.pool)).toEqual(recounted);
    return recounted;
  };

  it('equal a recount of rows and log after any histories', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(history, { minLength: 1, maxLength: 4 }),
        application,
        async (histories, steps) => {
          await apply(steps);
          for (const { steps, ...created } of histories) {
            const id = await portal.ticket(created);
            await portal.give('ticket', id, await storedPhoto(portal.pool));
            let status: TicketStatus = 'open';
            for (const { commands, hours } of steps) {
              clockMs += hours * HOUR_MS;
              const allowed = commands.find(({ type }) => transitions[status][type] !== 'refused');
              if (!allowed) break;
              const to = transitions[status][allowed.type] as TicketStatus;
              await portal.give('ticket', id, allowed).then(
                () => {
                  status = to;
                },
                // Too late to reopen it, or to rate it anew.
                (error: unknown) => {
                  if (!(error instanceof CommandRejected)) throw error;
                },
              );
            }
          }
          await equalsRecount(JAKARTA);
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
    const { rounds, technicians, funnel } = await recountedFigures(portal.pool, JAKARTA);
    // The histories were worth it: work that was done, done again, and rated.
    const has = (rows: readonly unknown[], fits: (row: Record<string, number>) => boolean) =>
      (rows as readonly Record<string, number>[]).some(fits);
    expect(has(rounds, (row) => row.round === 1)).toBe(true);
    expect(has(technicians, (row) => Number(row.reopened) > 0)).toBe(true);
    expect(has(technicians, (row) => Number(row.ratings) > 0)).toBe(true);
    expect(funnel.length).toBeGreaterThan(5);
  }, 60_000);

  it('are the same when they are counted anew from the log', async () => {
    await portal.pool.query(`update analytics_days set count = count + 1`);
    await portal.pool.query(`delete from analytics_rounds where round = 0`);
    await portal.pool.query(`update analytics_registration_days set count = count + 1`);
    await recountFollower(portal.databaseUrl, 'analytics');
    await recountFollower(portal.databaseUrl, 'registration-funnel');
    await equalsRecount(JAKARTA);
  });

  it('are refused a recount under a name that keeps none', async () => {
    const attempt = recountFollower(portal.databaseUrl, 'webhooks');
    await expect(attempt).rejects.toThrow('There are: ticket-counts, analytics, registration-funnel');
  });

  it.each(['America/New_York', 'Asia/Kathmandu'])(
    'count the days of %s when the portal is there',
    async (zone) => {
      expect(await keepZone(portal.pool, zone)).toBe(true);
      expect(await keepZone(portal.pool, zone)).toBe(false);
      await equalsRecount(zone);
    },
  );
});
