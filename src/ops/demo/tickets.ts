/** Ninety days of tickets: what people asked of each, when. Old ones are nearly all done, new ones are under way. */
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import { type TicketPriority, type TicketType, ticketPriorities } from '../../contracts/tickets.ts';
import type { By } from '../../engine/actor-types.ts';
import type { History } from './history.ts';
import type { DemoPeople, DemoUsername } from './people.ts';
import { photograph, picturesOf } from './photos.ts';
import type { Random } from './random.ts';
import { ticketNumber } from './registrations.ts';
import {
  cancelReasons,
  feedbacks,
  holdReasons,
  internalComments,
  publicComments,
  resolutions,
  titles,
} from './words.ts';

const DAYS = 90;
const PER_DAY = 27;
/** Of the last hours, beyond what chance gives. */
const FRESH = 24;
/** What is pressing is done sooner; about as often as not in time when it is critical. */
const paces: Readonly<Record<TicketPriority, number>> = { critical: 0.18, high: 0.4, normal: 0.9, low: 1.3 };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface TicketPlan {
  readonly random: Random;
  readonly people: DemoPeople;
  readonly endMs: number;
  readonly newId: (atMs: number) => string;
}

/** When tickets are opened, in no order: more in the last hours, so that a fresh demo has something going on. */
export function openings(random: Random, endMs: number): number[] {
  return Array.from({ length: DAYS * PER_DAY }, (_, index) =>
    Math.floor(endMs - random.next() * (index < FRESH ? 8 * HOUR_MS : DAYS * DAY_MS)),
  );
}

/** The clock of a ticket whose next step is still to come: nothing more happens to it. */
const NEVER = Number.POSITIVE_INFINITY;

export function liveTicket(plan: TicketPlan, history: History, number: number, openedMs: number): void {
  const { random, people, endMs, newId } = plan;
  const customer = people.customers[chooseCustomer(plan)] as DemoPeople['customers'][number];
  const { zone } = customer.create;
  const actor = { kind: 'ticket', id: newId(openedMs) };
  const leaves = customer.later.some((command) => command.type === 'terminate');
  const drawn = random.weighted<TicketType>([
    [60, 'repair'],
    [18, 'installation'],
    [6, 'survey'],
    [6, 'maintenance'],
    [5, 'upgrade'],
    [2, 'downgrade'],
    [3, 'dismantle'],
  ]);
  const type = leaves ? 'dismantle' : drawn;
  const priority = random.weighted<TicketPriority>([
    [25, 'low'],
    [50, 'normal'],
    [20, 'high'],
    [5, 'critical'],
  ]);
  const offered = people.packages.filter(({ create }) => create.active);
  const another =
    type === 'upgrade' || type === 'downgrade' ? offered[random.between(0, offered.length - 1)] : undefined;
  const crew = people.technicians.filter((technician) => technician.create.zone === zone);
  const desk = byUser(people, 'customer_service');
  const supervisor = byUser(people, 'supervisor');
  let clockMs = openedMs;

  /** Gives the command after a while; false when that is still to come. */
  const step = (command: TicketCommand, by: By, fromMs: number, toMs: number, pace = 1): boolean => {
    clockMs += Math.round(random.between(fromMs, toMs) * pace);
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

  const opener: By =
    customer.create.userId && random.chance(0.6) ? { kind: 'user', id: customer.create.userId } : desk;
  step(
    {
      type: 'create',
      number: ticketNumber(number),
      ticketType: type,
      priority,
      title: random.pick(titles[type]),
      description: null,
      category: null,
      zone,
      customerId: customer.id,
      scheduledAt: null,
      ...(another ? { packageChange: { packageId: another.id, effectiveAt: null } } : {}),
    },
    opener,
    0,
    0,
  );
  if (opener !== desk && type === 'repair' && number % 4 === 0)
    photograph(history, plan, { ticketId: actor.id, by: opener, customerId: customer.id }, ['ont'], clockMs);
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
    if (clockMs === NEVER || !work()) return;
    if (another && round === 0) {
      const command: CustomerCommand = { type: 'change_package', packageId: another.id, ticketId: actor.id };
      history.give(
        { kind: 'customer', id: customer.id },
        command,
        { kind: 'timer', id: `package:${actor.id}` },
        clockMs,
      );
    }
    const { userId } = customer.create;
    if (userId && random.chance(0.6)) rateBy({ kind: 'user', id: userId });
    if (round > 0 || !random.chance(0.05)) return;
    const reason = 'Gangguan muncul lagi';
    if (!step({ type: 'reopen', reason }, desk, 6 * HOUR_MS, 5 * DAY_MS)) return;
  }

  /** Most are content. */
  function rateBy(by: By): void {
    const rating = random.weighted<number>([
      [50, 5],
      [30, 4],
      [12, 3],
      [5, 2],
      [3, 1],
    ]);
    step(
      { type: 'rate', rating, feedback: random.pick(feedbacks[rating > 3 ? 'good' : 'poor']) },
      by,
      HOUR_MS,
      2 * DAY_MS,
    );
  }

  /** From open to completed; false when it is not there yet. */
  function work(): boolean {
    if (waits(plan, clockMs, priority)) return false;
    const pace = paces[priority];
    const [lead, helper] = teamOf(random, crew);
    if (!lead) return false;
    const { userId } = lead.create;
    const member = { technicianId: lead.id, userId, lead: true };
    const guard = { technicianId: lead.id };
    // Those without a sign-in report by phone, and the supervisor writes it down.
    const worker: By = userId ? { kind: 'user', id: userId } : supervisor;
    const visitMs = clockMs + random.between(2 * HOUR_MS, 20 * HOUR_MS);
    const claims = userId !== null && random.chance(0.4);
    const assigned = claims
      ? step({ type: 'claim', member, zone, overbook: true }, worker, 5 * MINUTE_MS, 2 * HOUR_MS, pace)
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
            overbook: true,
          },
          supervisor,
          10 * MINUTE_MS,
          3 * HOUR_MS,
          pace,
        );
    if (!assigned || forgotten(plan, clockMs) || isNext(plan, clockMs, userId)) return false;
    if (!step({ type: 'start', guard }, worker, 20 * MINUTE_MS, 8 * HOUR_MS, pace)) return false;
    if (random.chance(0.2)) comment(true, worker);
    if (random.chance(0.2)) {
      const reason = random.pick(holdReasons);
      if (!step({ type: 'hold', reason, guard }, worker, 10 * MINUTE_MS, 2 * HOUR_MS, pace)) return false;
      if (forgotten(plan, clockMs, 0.3)) return false;
      if (!step({ type: 'resume', guard }, worker, HOUR_MS, 20 * HOUR_MS)) return false;
    }
    if (type === 'installation')
      photograph(history, plan, { ticketId: actor.id, by: worker }, picturesOf(number), clockMs);
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
            }
          : {}),
        ...(type === 'survey' ? { survey: { feasible: true, note: null } } : {}),
      },
      worker,
      20 * MINUTE_MS,
      4 * HOUR_MS,
      pace,
    );
  }
}

/** Of the last ten days a few lie where they are. */
function forgotten({ random, endMs }: TicketPlan, atMs: number, share = 0.06): boolean {
  return endMs - atMs < 10 * DAY_MS && random.chance(share);
}

/** What is not pressing and came in the last day and a half often has nobody yet. */
function waits({ random, endMs }: TicketPlan, openedMs: number, priority: TicketPriority): boolean {
  const isPressing = priority === 'high' || priority === 'critical';
  return endMs - openedMs < 1.5 * DAY_MS && random.chance(isPressing ? 0.25 : 0.7);
}

/** Those with a sign-in have something in front of them. */
function isNext({ random, endMs }: TicketPlan, assignedMs: number, userId: string | null): boolean {
  return userId !== null && endMs - assignedMs < 2 * DAY_MS && random.chance(0.6);
}

/** A lead and somebody to help; those with a sign-in work more than others, so that their pages are not empty. */
function teamOf<T extends DemoPeople['technicians'][number]>(
  random: Random,
  crew: readonly T[],
): readonly T[] {
  const first = random.between(0, crew.length - 1);
  const lead = crew[0]?.create.userId && random.chance(0.5) ? 0 : first;
  return [lead, lead + random.between(1, Math.max(1, crew.length - 1))].flatMap(
    (index) => crew[index % crew.length] ?? [],
  );
}

/** The two with a sign-in report more than others, so that their pages are not empty. */
function chooseCustomer({ random, people }: TicketPlan): number {
  return random.chance(0.02) ? random.between(0, 1) : random.between(0, people.customers.length - 1);
}

function byUser(people: DemoPeople, username: DemoUsername): By {
  return { kind: 'user', id: people.users.get(username)?.id ?? username };
}
