/** Sixty days of tickets: what people asked of each, when. Old ones are nearly all done, new ones are under way. */
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import { type TicketPriority, type TicketType, ticketPriorities } from '../../contracts/tickets.ts';
import type { By } from '../../engine/actor-types.ts';
import type { History } from './history.ts';
import type { DemoPeople, DemoUsername } from './people.ts';
import type { Random } from './random.ts';
import {
  cancelReasons,
  holdReasons,
  internalComments,
  publicComments,
  resolutions,
  titles,
} from './words.ts';

const DAYS = 60;
const PER_DAY = 15;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface TicketPlan {
  readonly random: Random;
  readonly people: DemoPeople;
  readonly endMs: number;
  readonly newId: (atMs: number) => string;
}

/** Returns how many tickets there are; their numbers go from 1 to it. */
export function makeTickets(plan: TicketPlan, history: History): number {
  const { random, endMs } = plan;
  const openedAt = Array.from(
    { length: DAYS * PER_DAY },
    // More in the last hours than chance gives, so that a fresh demo has something going on.
    (_, index) => endMs - (index < 20 ? random.next() * 8 * HOUR_MS : random.next() * DAYS * DAY_MS),
  ).sort((a, b) => a - b);
  for (const [index, atMs] of openedAt.entries()) {
    liveOneTicket(plan, history, index + 1, Math.floor(atMs));
  }
  return openedAt.length;
}

/** The clock of a ticket whose next step is still to come: nothing more happens to it. */
const NEVER = Number.POSITIVE_INFINITY;

function liveOneTicket(plan: TicketPlan, history: History, number: number, openedMs: number): void {
  const { random, people, endMs, newId } = plan;
  const customer = people.customers[chooseCustomer(random)] as DemoPeople['customers'][number];
  const { zone } = customer.create;
  const actor = { kind: 'ticket', id: newId(openedMs) };
  const type = random.weighted<TicketType>([
    [60, 'repair'],
    [18, 'installation'],
    [6, 'survey'],
    [6, 'maintenance'],
    [5, 'upgrade'],
    [2, 'downgrade'],
    [3, 'dismantle'],
  ]);
  const priority = random.weighted<TicketPriority>([
    [25, 'low'],
    [50, 'normal'],
    [20, 'high'],
    [5, 'critical'],
  ]);
  const crew = people.technicians.filter((technician) => technician.create.zone === zone);
  const desk = byUser(people, 'customer_service');
  const supervisor = byUser(people, 'supervisor');
  let clockMs = openedMs;

  /** Gives the command after a while; false when that is still to come. */
  const step = (command: TicketCommand, by: By, fromMs: number, toMs: number): boolean => {
    clockMs += random.between(fromMs, toMs);
    if (clockMs > endMs) {
      clockMs = NEVER;
      return false;
    }
    history.give(actor, command, by, clockMs);
    return true;
  };
  const comment = (internal: boolean, by: By): void => {
    if (clockMs === NEVER) return;
    const text = random.pick(internal ? internalComments : publicComments);
    step({ type: 'comment', commentId: newId(clockMs), text, internal }, by, 5 * MINUTE_MS, 40 * MINUTE_MS);
  };

  step(
    {
      type: 'create',
      number: `T-${String(number).padStart(6, '0')}`,
      ticketType: type,
      priority,
      title: random.pick(titles[type]),
      description: null,
      category: null,
      zone,
      customerId: customer.id,
      scheduledAt: null,
    },
    customer.create.userId && random.chance(0.6) ? { kind: 'user', id: customer.create.userId } : desk,
    0,
    0,
  );
  if (random.chance(0.15)) comment(false, desk);
  if (random.chance(0.05)) {
    const other = random.pick(ticketPriorities);
    step({ type: 'edit', fields: { priority: other } }, supervisor, 5 * MINUTE_MS, HOUR_MS);
  }
  if (random.chance(0.06)) {
    step({ type: 'cancel', reason: random.pick(cancelReasons) }, desk, 20 * MINUTE_MS, 5 * HOUR_MS);
    return;
  }
  for (let round = 0; round < 2; round++) {
    if (!work()) return;
    if (round > 0 || !random.chance(0.05)) return;
    const reason = 'Gangguan muncul lagi';
    if (!step({ type: 'reopen', reason }, desk, 6 * HOUR_MS, 5 * DAY_MS)) return;
  }

  /** From open to completed; false when it is not there yet. */
  function work(): boolean {
    const [lead, helper] = random.chance(0.5) ? crew : [...crew].reverse();
    if (!lead) return false;
    const { userId } = lead.create;
    const member = { technicianId: lead.id, userId, lead: true };
    const guard = { technicianId: lead.id };
    // Those without a sign-in report by phone, and the supervisor writes it down.
    const worker: By = userId ? { kind: 'user', id: userId } : supervisor;
    const visitMs = clockMs + random.between(2 * HOUR_MS, 20 * HOUR_MS);
    const claims = userId !== null && random.chance(0.4);
    const assigned = claims
      ? step({ type: 'claim', member, zone }, worker, 5 * MINUTE_MS, 2 * HOUR_MS)
      : step(
          {
            type: 'assign',
            team: [
              member,
              ...(helper && random.chance(0.25)
                ? [{ technicianId: helper.id, userId: helper.create.userId, lead: false }]
                : []),
            ],
            scheduledAt: new Date(visitMs).toISOString(),
          },
          supervisor,
          10 * MINUTE_MS,
          3 * HOUR_MS,
        );
    if (!assigned || forgotten(plan, clockMs)) return false;
    if (!step({ type: 'start', guard }, worker, 20 * MINUTE_MS, 8 * HOUR_MS)) return false;
    if (random.chance(0.2)) comment(true, worker);
    if (random.chance(0.2)) {
      const reason = random.pick(holdReasons);
      if (!step({ type: 'hold', reason, guard }, worker, 10 * MINUTE_MS, 2 * HOUR_MS)) return false;
      if (forgotten(plan, clockMs)) return false;
      if (!step({ type: 'resume', guard }, worker, HOUR_MS, 20 * HOUR_MS)) return false;
    }
    const serial = `ONT${String(random.between(10_000_000, 99_999_999))}`;
    return step(
      {
        type: 'complete',
        resolution: random.pick(resolutions),
        guard,
        ...(type === 'installation'
          ? {
              equipmentSerials: [serial],
              signalDbm: -random.between(17, 25),
              photoUrl: `https://photos.trunkline.example/${serial}.jpg`,
            }
          : {}),
      },
      worker,
      20 * MINUTE_MS,
      4 * HOUR_MS,
    );
  }
}

/** Of the last ten days a few lie where they are. */
function forgotten({ random, endMs }: TicketPlan, atMs: number): boolean {
  return endMs - atMs < 10 * DAY_MS && random.chance(0.06);
}

/** The two with a sign-in report more than others, so that their pages are not empty. */
function chooseCustomer(random: Random): number {
  return random.chance(0.05) ? random.between(0, 1) : random.between(0, 299);
}

function byUser(people: DemoPeople, username: DemoUsername): By {
  return { kind: 'user', id: people.users.get(username)?.id ?? username };
}
