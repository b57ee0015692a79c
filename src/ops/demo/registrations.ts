/**
 * Ninety days of applications, each as far as its time allows: turned down, taken back, or through verification, survey
 * and approval to a customer whose line is installed. What is recent stands at every step.
 */
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { RegistrationCommand, VisitSlot } from '../../actors/registration/commands.ts';
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import type { ActorRef, By, Command } from '../../engine/actor-types.ts';
import { addressIn } from './addresses.ts';
import type { History } from './history.ts';
import { type DemoPeople, type DemoUsername, nameOf, phoneOf } from './people.ts';
import { photograph } from './photos.ts';
import type { Random } from './random.ts';
import { cancelReasons, rejectReasons, type Zone, zones } from './words.ts';

const DAYS = 90;
const LONG_AGO = 80;
const LATELY = 40;
const LATELY_DAYS = 5;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Beyond the phones of people and customers. */
const PHONES_FROM = 500_000;
/** When they are not reached by the end. */
const NEVER = Number.POSITIVE_INFINITY;

type Ending = 'customer' | 'rejected' | 'cancelled' | 'not_feasible';

/** One application: when what happens to it. An instant after the end is still to come. */
export interface Story {
  readonly zone: Zone;
  readonly ending: Ending;
  readonly submittedMs: number;
  readonly verifiedMs: number;
  /** Infinite where the survey is waived. */
  readonly surveyAskedMs: number;
  readonly surveyedMs: number;
  readonly decidedMs: number;
  readonly customerMs: number;
  readonly installedMs: number;
}

export interface StoryNumbers {
  readonly registration: number;
  readonly survey: number | undefined;
  readonly customer: number | undefined;
  readonly installation: number | undefined;
}

export interface StoryPlan {
  readonly random: Random;
  readonly people: DemoPeople;
  readonly endMs: number;
  readonly newId: (atMs: number) => string;
  /** Of a password that nobody knows: these accounts are there to be looked at. */
  readonly passwordHash: string;
}

/** In the order in which they were handed in. */
export function planStories(random: Random, endMs: number): Story[] {
  const long = Array.from({ length: LONG_AGO }, () => random.next() * DAYS * DAY_MS);
  const lately = Array.from({ length: LATELY }, () => random.next() * LATELY_DAYS * DAY_MS);
  return [...long, ...lately]
    .map((agoMs) => Math.floor(endMs - agoMs))
    .sort((a, b) => a - b)
    .map((submittedMs) => planStory(random, submittedMs));
}

function planStory(random: Random, submittedMs: number): Story {
  const after = (fromMs: number, hoursFrom: number, hoursTo: number): number =>
    fromMs + random.between(hoursFrom * HOUR_MS, hoursTo * HOUR_MS);
  const ending = random.weighted<Ending>([
    [74, 'customer'],
    [10, 'rejected'],
    [9, 'cancelled'],
    [7, 'not_feasible'],
  ]);
  const surveyed = ending === 'not_feasible' || (ending === 'customer' && random.chance(0.85));
  const verifiedMs = after(submittedMs, 2, 24);
  const surveyAskedMs = surveyed ? after(verifiedMs, 3, 30) : NEVER;
  const surveyedMs = surveyed ? after(surveyAskedMs, 20, 60) : NEVER;
  const decidedMs = after(surveyed ? surveyedMs : verifiedMs, 6, 48);
  const customerMs = ending === 'customer' ? after(decidedMs, 2, 20) : NEVER;
  return {
    zone: random.pick(zones),
    ending,
    submittedMs,
    verifiedMs,
    surveyAskedMs,
    surveyedMs,
    decidedMs,
    customerMs,
    installedMs: after(customerMs === NEVER ? decidedMs : customerMs, 24, 72),
  };
}

/** Gives every command of the story that is due by the end. */
export function liveStory(plan: StoryPlan, history: History, story: Story, numbers: StoryNumbers): void {
  const { random, people, endMs, newId } = plan;
  const { zone, submittedMs } = story;
  const actor: ActorRef = { kind: 'registration', id: newId(submittedMs) };
  const applicant: By = { kind: 'system', id: 'applicant' };
  const desk = staff(people, 'customer_service');
  const supervisor = staff(people, 'supervisor');
  const giveTo = (to: ActorRef, command: Command, by: By, atMs: number): boolean => {
    if (atMs > endMs) return false;
    history.give(to, command, by, atMs);
    return true;
  };
  const give = (command: RegistrationCommand, by: By, atMs: number): boolean =>
    giveTo(actor, command, by, atMs);

  /** From open to completed, so that it is done at `doneMs`. */
  function work(ticketId: string, openedMs: number, doneMs: number, done: Partial<Complete>): boolean {
    const ticket = { kind: 'ticket', id: ticketId };
    const crew = people.technicians.filter(({ create }) => create.zone === zone);
    const lead = crew[random.between(0, crew.length - 1)] as DemoPeople['technicians'][number];
    const { userId } = lead.create;
    const worker: By = userId ? { kind: 'user', id: userId } : supervisor;
    const scheduledAt = new Date(doneMs - 2 * HOUR_MS).toISOString();
    const guard = { technicianId: lead.id };
    const steps: readonly (readonly [TicketCommand, By, number])[] = [
      [
        {
          type: 'assign',
          team: [{ technicianId: lead.id, userId, lead: true }],
          scheduledAt,
          overbook: true,
        },
        supervisor,
        openedMs + HOUR_MS,
      ],
      [{ type: 'start', guard }, worker, doneMs - 2 * HOUR_MS],
      [{ type: 'complete', resolution: 'Selesai sesuai jadwal.', guard, ...done }, worker, doneMs],
    ];
    return steps.every(([command, by, atMs]) => {
      if (command.type === 'complete' && done.equipmentSerials)
        photograph(history, plan, { ticketId, by }, ['ont', 'meter'], doneMs - HOUR_MS);
      return giveTo(ticket, command, by, atMs);
    });
  }

  give(submission(plan, story, numbers), applicant, submittedMs);
  if (story.ending === 'cancelled') {
    give({ type: 'cancel' }, applicant, story.verifiedMs);
    return;
  }
  give({ type: 'verify', zone }, desk, story.verifiedMs);
  if (numbers.survey !== undefined) {
    const ticket = { id: newId(story.surveyAskedMs), number: ticketNumber(numbers.survey) };
    const scheduledAt = new Date(story.surveyedMs - 2 * HOUR_MS).toISOString();
    give({ type: 'schedule_survey', scheduledAt, ticket, replaces: null }, desk, story.surveyAskedMs);
    const feasible = story.ending !== 'not_feasible';
    const survey = { feasible, note: feasible ? null : 'Tiang terdekat lebih dari 300 meter.' };
    if (!work(ticket.id, story.surveyAskedMs, story.surveyedMs, { survey })) return;
    const record: RegistrationCommand = { type: 'record_survey', ...survey, ticketId: ticket.id };
    give(record, FOLLOW_UP, story.surveyedMs);
  }
  if (story.ending !== 'customer') {
    give({ type: 'reject', reason: random.pick(rejectReasons) }, supervisor, story.decidedMs);
    return;
  }
  give({ type: 'approve', waiveSurvey: numbers.survey === undefined }, supervisor, story.decidedMs);
  if (numbers.customer === undefined || numbers.installation === undefined) return;
  const customerId = newId(story.customerMs);
  const ticket = { id: newId(story.customerMs), number: ticketNumber(numbers.installation) };
  const code = `C-${String(numbers.customer).padStart(6, '0')}`;
  const create: RegistrationCommand = {
    type: 'create_customer',
    customer: { id: customerId, code },
    user: { id: newId(story.customerMs), username: code.toLowerCase(), passwordHash: plan.passwordHash },
    ticket,
    scheduledAt: new Date(story.installedMs - 2 * HOUR_MS).toISOString(),
    passwords: [],
  };
  give(create, supervisor, story.customerMs);
  if (random.chance(0.05)) {
    const cancel: TicketCommand = { type: 'cancel', reason: random.pick(cancelReasons) };
    giveTo({ kind: 'ticket', id: ticket.id }, cancel, desk, story.customerMs + 6 * HOUR_MS);
    return;
  }
  const serial = `ZTE-N${String(numbers.customer).padStart(6, '0')}`;
  const equipment = { equipmentSerials: [serial], signalDbm: -random.between(17, 25) };
  if (!work(ticket.id, story.customerMs, story.installedMs, equipment)) return;
  const line: readonly CustomerCommand[] = [
    { type: 'activate' },
    { type: 'add_equipment', serial, kind: 'ont' },
  ];
  for (const command of line)
    giveTo({ kind: 'customer', id: customerId }, command, FOLLOW_UP, story.installedMs);
}

/** What handlers would have done. */
const FOLLOW_UP: By = { kind: 'handler', id: 'demo-data' };

type Complete = Extract<TicketCommand, { type: 'complete' }>;

function submission({ random, people, newId }: StoryPlan, story: Story, numbers: StoryNumbers) {
  const { zone, submittedMs } = story;
  const offered = people.packages.filter(({ create }) => create.active);
  const name = nameOf(random);
  const slots: readonly [VisitSlot, ...VisitSlot[]] = ['morning', 'afternoon', 'evening'];
  const id = newId(submittedMs);
  return {
    type: 'submit',
    number: `R-${String(numbers.registration).padStart(6, '0')}`,
    name,
    phone: phoneOf(PHONES_FROM + numbers.registration),
    email: `${name.toLowerCase().replaceAll(' ', '.')}.r${numbers.registration}@pelanggan.example`,
    address: addressIn(zone, random),
    packageId: offered[random.between(0, offered.length - 1)]?.id ?? '',
    preferredDate: new Date(submittedMs + 4 * DAY_MS).toISOString().slice(0, 10),
    preferredSlot: random.pick(slots),
    locale: 'id',
    // Nobody has the token; it has expired anyway.
    tracking: { tokenHash: `demo-${id}`, publicId: id, expiresAt: new Date(submittedMs).toISOString() },
  } as const satisfies RegistrationCommand;
}

/** As they are written on tickets. */
export function ticketNumber(number: number): string {
  return `T-${String(number).padStart(6, '0')}`;
}

function staff(people: DemoPeople, username: DemoUsername): By {
  return { kind: 'user', id: people.users.get(username)?.id ?? username };
}
