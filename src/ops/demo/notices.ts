/** Inboxes of the last day: the notices that the handler itself makes of it, some of them read. No messages go out. */
import type { NotificationCommand } from '../../actors/notification/commands.ts';
import type { TicketState } from '../../actors/ticket/state.ts';
import type { ActorState, By } from '../../engine/actor-types.ts';
import type { EventRow } from '../../engine/decide.ts';
import type { Person, TicketFacts } from '../../handlers/notifications/people.ts';
import { ticketNotices } from '../../handlers/notifications/ticket.ts';
import { asLogged, type History } from './history.ts';
import type { DemoPeople } from './people.ts';

const RECENT_MS = 24 * 3_600_000;
const READ_AFTER_MS = 3 * 3_600_000;
const handlerBy: By = { kind: 'handler', id: ticketNotices.name };

export function makeNotices(
  history: History,
  people: DemoPeople,
  endMs: number,
  newId: (atMs: number) => string,
): void {
  const loaded = { tickets: ticketFacts(history), people: persons(people) };
  const recent = history.decisions.events.filter(
    (event) => ticketNotices.types.includes(event.type) && endMs - Date.parse(event.at) < RECENT_MS,
  );
  for (const event of recent) {
    for (const notice of noticesOf(event, loaded, newId)) {
      const atMs = Date.parse(event.at);
      history.give(notice.actor, notice.command, handlerBy, atMs);
      if (endMs - atMs < READ_AFTER_MS) continue;
      const reader: By = { kind: 'user', id: notice.userId };
      history.give(notice.actor, { type: 'read' }, reader, Math.min(endMs, atMs + READ_AFTER_MS / 2));
    }
  }
}

function noticesOf(
  event: EventRow,
  loaded: { tickets: ReadonlyMap<string, TicketFacts>; people: readonly Person[] },
  newId: (atMs: number) => string,
) {
  const atMs = Date.parse(event.at);
  const context = { now: event.at, newId: () => newId(atMs) };
  return ticketNotices.handle(asLogged(event), loaded, context).flatMap((effect) => {
    if (effect.effect !== 'command') return [];
    const command = effect.command as NotificationCommand;
    if (command.type !== 'notify') return [];
    // Which event it was is known only when it has been written; the entity still leads there.
    return [{ actor: effect.actor, command: { ...command, eventId: null }, userId: command.userId }];
  });
}

function ticketFacts(history: History): Map<string, TicketFacts> {
  const facts = new Map<string, TicketFacts>();
  for (const { actor, state } of history.decisions.slots.values()) {
    if (actor.kind === 'ticket' && state) facts.set(state.id, state as ActorState as TicketState);
  }
  return facts;
}

function persons(people: DemoPeople): Person[] {
  return [...people.users.values()].map(({ id, create }) => ({
    id,
    role: create.role,
    zone: create.zone,
    customerId: create.customerId,
  }));
}
