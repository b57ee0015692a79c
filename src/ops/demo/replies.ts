/** What people answered by WhatsApp lately, put by the handler itself where it belongs. */
import type { ProviderReplyCommand } from '../../actors/provider_reply/actor.ts';
import type { RegistrationState } from '../../actors/registration/state.ts';
import type { TicketState } from '../../actors/ticket/state.ts';
import type { ActorRef, ActorState, By } from '../../engine/actor-types.ts';
import { providerReplies } from '../../handlers/business/provider-reply.ts';
import { asLogged, type History } from './history.ts';
import { type DemoPeople, phoneOf } from './people.ts';
import type { Random } from './random.ts';
import { applicantsAnswers, customersAnswers, strangersAnswers, ticketAnswers } from './words.ts';

const DAY_MS = 24 * 3_600_000;
const DAYS = 6;
const ABOUT_TICKETS = 8;
const OF_CUSTOMERS = 5;
const OF_APPLICANTS = 3;
/** Beyond all other phones. */
const STRANGERS_FROM = 900_000;

export interface ReplyPlan {
  readonly random: Random;
  readonly people: DemoPeople;
  readonly endMs: number;
  readonly newId: (atMs: number) => string;
}

/** Random comes last, so that nothing else of the demo changes with it. */
export function makeReplies(plan: ReplyPlan, history: History): void {
  const { random, people, endMs } = plan;
  const states = [...history.decisions.slots.values()];
  const open = states.flatMap(({ actor, state }) => {
    const ticket = actor.kind === 'ticket' ? (state as ActorState as TicketState | undefined) : undefined;
    const isOpen = ticket && ticket.status !== 'completed' && ticket.status !== 'cancelled';
    return isOpen && ticket.customerId !== null ? [ticket] : [];
  });
  const applicants = states.flatMap(({ actor, state }) =>
    actor.kind === 'registration' && state ? [state as ActorState as RegistrationState] : [],
  );
  const customers = new Map(people.customers.map((customer) => [customer.id, customer]));
  const sometime = (sinceMs: number) => random.between(Math.max(sinceMs, endMs - DAYS * DAY_MS), endMs);
  const say = (from: string | null, text: string, sinceMs: number, of: Partial<Reply>) => {
    if (from !== null) answer(plan, history, sometime(sinceMs), { fromPhone: from, text, ...of });
  };

  for (const { id, customerId, createdAt } of open.slice(-ABOUT_TICKETS)) {
    const customer = customers.get(customerId as string);
    if (!customer) continue;
    const { phone, userId } = customer.create;
    say(phone, random.pick(ticketAnswers), Date.parse(createdAt), { ticketId: id, customerId, userId });
  }
  for (let left = OF_CUSTOMERS; left > 0; left -= 1) {
    const { id, create } = people.customers[random.between(50, 400)] as DemoPeople['customers'][number];
    say(create.phone, random.pick(customersAnswers), 0, { customerId: id, userId: create.userId });
  }
  for (const { id, phone, createdAt } of applicants.slice(-OF_APPLICANTS))
    say(phone, random.pick(applicantsAnswers), Date.parse(createdAt), { registrationId: id });
  for (const [index, text] of strangersAnswers.entries()) say(phoneOf(STRANGERS_FROM + index), text, 0, {});
}

type Reply = NonNullable<ReturnType<Parameters<typeof providerReplies.handle>[1]['get']>>;

interface Said extends Partial<Reply> {
  readonly fromPhone: string;
  readonly text: string;
}

function answer(plan: ReplyPlan, history: History, atMs: number, said: Said): void {
  const id = `whatsapp:${plan.newId(atMs)}`;
  const actor: ActorRef = { kind: 'provider_reply', id };
  const { fromPhone, text } = said;
  const receive: ProviderReplyCommand = {
    type: 'receive',
    provider: 'whatsapp',
    replyTo: null,
    fromPhone,
    text,
  };
  history.give(actor, receive, { kind: 'system', id: 'whatsapp' }, atMs);
  const received = history.decisions.events.at(-1);
  if (!received) throw new Error('Nothing was received');
  const reply: Reply = {
    id,
    unknown: false,
    ticketId: null,
    customerId: null,
    userId: null,
    registrationId: null,
    ...said,
  };
  const context = { now: received.at, newId: () => plan.newId(atMs) };
  const handler: By = { kind: 'handler', id: providerReplies.name };
  for (const effect of providerReplies.handle(asLogged(received), new Map([[id, reply]]), context))
    if (effect.effect === 'command') history.give(effect.actor, effect.command, effect.by ?? handler, atMs);
}
