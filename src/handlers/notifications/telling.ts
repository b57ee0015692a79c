/**
 * Collects what one event tells to whom, as effects.
 *
 * - N1 Nobody gets two notices in the inbox of one event, nor one of their own doing; a customer gets a confirmation.
 * - N2 An event makes at most 100 notices and 100 deliveries, whatever the staff's size: more is a broadcast.
 * - N3 Rows hold ids and plain facts; names and addresses are read when a message is made.
 */
import type { NotificationCommand } from '../../actors/notification/commands.ts';
import type { ActorRef } from '../../engine/actor-types.ts';
import type { DeliveryEffect, Effect } from '../../engine/effects.ts';
import type { HandleContext } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import type { ParamsOf, TemplateName } from '../templates/registry.ts';

type Priority = DeliveryEffect['priority'];

export interface Telling {
  /** In the inboxes of these people. */
  inApp<T extends TemplateName>(people: Iterable<string>, template: T, params: ParamsOf<T>): void;
  /** The same, also to whoever did it. */
  confirm<T extends TemplateName>(people: Iterable<string>, template: T, params: ParamsOf<T>): void;
  send<T extends TemplateName>(
    channel: DeliveryEffect['channel'],
    recipients: Iterable<ActorRef>,
    template: T,
    params: ParamsOf<T>,
  ): void;
  readonly effects: readonly Effect[];
}

type NotificationParams = Extract<NotificationCommand, { type: 'notify' }>['params'];

const MOST = 100;

/** `entity`: what it leads to; what the event is about when left out. */
export function createTelling(
  event: LoggedEvent,
  context: HandleContext,
  priority: Priority = 3,
  entity: ActorRef = { kind: event.actorKind, id: event.actorId },
): Telling {
  const effects: Effect[] = [];
  const told = new Set<string>();
  const doer = event.by.kind === 'user' ? event.by.id : undefined;
  let deliveries = 0;

  function notice(userId: string, template: string, params: NotificationParams): void {
    if (told.has(userId) || told.size >= MOST) return;
    told.add(userId);
    const command: NotificationCommand = {
      type: 'notify',
      userId,
      template,
      params,
      entity,
      eventId: event.id,
      priority,
    };
    effects.push({ effect: 'command', actor: { kind: 'notification', id: context.newId() }, command });
  }

  return {
    effects,
    inApp(people, template, params) {
      for (const userId of people) if (userId !== doer) notice(userId, template, params);
    },
    confirm(people, template, params) {
      for (const userId of people) notice(userId, template, params);
    },
    send(channel, recipients, template, params) {
      for (const recipient of recipients) {
        if ((recipient.kind === 'user' && recipient.id === doer) || deliveries >= MOST) continue;
        deliveries += 1;
        effects.push({
          effect: 'delivery',
          id: context.newId(),
          channel,
          recipient,
          template,
          params,
          entity,
          priority,
        });
      }
    },
  };
}
