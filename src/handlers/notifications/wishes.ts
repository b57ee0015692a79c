/**
 * Puts what people wish between a handler of notices and its effects: every notice asks the one rule (`plan.ts`).
 * Handlers say who is told what; they know nothing of preferences.
 *
 * What is told in somebody's inbox is also told in their browsers: a message to each that shows notices (`push`).
 */
import { type DigestCommand, type DigestPeriod, digestId } from '../../actors/digest/actor.ts';
import type { NotificationCommand } from '../../actors/notification/commands.ts';
import {
  type NoticeChannel,
  type NoticePreferences,
  noPreferences,
  noticeChannels,
  noticeTypeOf,
} from '../../contracts/notice-preferences.ts';
import type { ActorRef } from '../../engine/actor-types.ts';
import type { Queryable } from '../../engine/database.ts';
import type { CommandEffect, DeliveryEffect, Effect } from '../../engine/effects.ts';
import type { HandleContext, Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { type Browsers, readBrowsers } from './browsers.ts';
import { type Plan, planNotice } from './plan.ts';

interface Wishes {
  /** What the handler itself loaded. */
  readonly own: unknown;
  /** By `kind id` of the recipient. */
  readonly preferences: ReadonlyMap<string, NoticePreferences>;
  readonly browsers: Browsers;
}

/** The handler, with each of its notices told as its recipient wishes. `zone`: in which people's hours are read. */
export function asWished(handler: Handler, zone: string): Handler<Wishes> {
  return {
    ...handler,
    async load(events, db) {
      const own = await handler.load?.(events, db);
      const recipients = events.flatMap((event) => recipientsOf(handler, event, own));
      const people = recipients.flatMap(({ kind, id }) => (kind === 'user' ? [id] : []));
      return {
        own,
        preferences: await readPreferences(db, recipients),
        browsers: await readBrowsers(db, people),
      };
    },
    handle(event, { own, preferences, browsers }, context) {
      return handler.handle(event, own, context).flatMap((effect) => {
        const notice = noticeOf(effect);
        if (!notice) return [effect];
        const plans = planNotice({
          preferences: preferences.get(key(notice.recipient)) ?? noPreferences,
          type: noticeTypeOf(notice.template),
          priority: notice.priority,
          now: context.now,
          zone,
        });
        const plan = plans[notice.channel];
        return [
          ...told(effect, notice, plan, context),
          ...pushed(effect, notice, browsers, context).flatMap((message) =>
            told(message, { ...notice, channel: 'push', recipient: message.recipient }, plans.push, context),
          ),
        ];
      });
    },
  };
}

interface Notice {
  readonly channel: NoticeChannel;
  readonly recipient: ActorRef;
  readonly template: string;
  readonly priority: DeliveryEffect['priority'];
}

/** Undefined for what is no notice to a person: groups and webhooks have no wishes. */
function noticeOf(effect: Effect): Notice | undefined {
  if (effect.effect === 'delivery') {
    const { channel, recipient } = effect;
    const person = recipient.kind === 'user' || recipient.kind === 'customer';
    return person && isNoticeChannel(channel) ? { ...effect, channel } : undefined;
  }
  const command = notifyOf(effect);
  return command && { ...command, channel: 'in_app', recipient: { kind: 'user', id: command.userId } };
}

function isNoticeChannel(channel: string): channel is NoticeChannel {
  return (noticeChannels as readonly string[]).includes(channel);
}

function notifyOf(effect: Effect): Extract<NotificationCommand, { type: 'notify' }> | undefined {
  if (effect.effect !== 'command' || effect.actor.kind !== 'notification') return undefined;
  const command = effect.command as NotificationCommand;
  return command.type === 'notify' ? command : undefined;
}

function told(effect: Effect, notice: Notice, plan: Plan, context: HandleContext): readonly Effect[] {
  if (plan.when === 'now') return [effect];
  const delivery = deliveryOf(effect, notice, context);
  switch (plan.when) {
    case 'never':
      return [{ ...delivery, hold: { as: 'suppressed', reason: plan.reason } }];
    case 'at':
      return [{ ...delivery, hold: { as: 'queued', reason: 'quiet_hours', until: plan.at } }];
    case 'digest':
      return [{ ...delivery, hold: { as: 'gathered', reason: plan.period } }, gather(notice, plan)];
  }
}

/** One message to each browser of whoever is told in the inbox. A notice that is there is read with it. */
function pushed(
  effect: Effect,
  { channel, recipient, template, priority }: Notice,
  browsers: Browsers,
  { newId }: HandleContext,
): DeliveryEffect[] {
  const command = notifyOf(effect);
  if (!command || channel !== 'in_app') return [];
  return (browsers.get(recipient.id) ?? []).map((id) => ({
    effect: 'delivery',
    id: newId(),
    channel: 'push',
    recipient: { kind: 'push_subscription', id },
    template,
    params: command.params,
    ...(command.entity ? { entity: command.entity } : {}),
    priority,
  }));
}

/** A notice of the inbox that is not told stands in the ledger like any other. */
function deliveryOf(effect: Effect, notice: Notice, { newId }: HandleContext): DeliveryEffect {
  if (effect.effect === 'delivery') return effect;
  const command = notifyOf(effect);
  const { channel, recipient, template, priority } = notice;
  return {
    effect: 'delivery',
    id: newId(),
    channel,
    recipient,
    template,
    priority,
    params: command?.params ?? {},
    ...(command?.entity ? { entity: command.entity } : {}),
  };
}

function gather(
  { channel, recipient }: Notice,
  { period, at }: { readonly period: DigestPeriod; readonly at: string },
): CommandEffect {
  const command: DigestCommand = { type: 'gather', dueAt: at };
  return {
    effect: 'command',
    actor: { kind: 'digest', id: digestId({ recipient, channel, period }) },
    command,
  };
}

function key({ kind, id }: ActorRef): string {
  return `${kind} ${id}`;
}

/** Handlers are pure, so asking one whom it would tell changes nothing; what it throws it throws again. */
function recipientsOf(handler: Handler, event: LoggedEvent, own: unknown): ActorRef[] {
  try {
    const effects = handler.handle(event, own, { now: event.at, newId: () => '' });
    return effects.flatMap((effect) => noticeOf(effect)?.recipient ?? []);
  } catch {
    return [];
  }
}

/** One query for all. A customer's are those of their portal account. Indexes: the tables' primary keys. */
async function readPreferences(
  db: Queryable,
  recipients: readonly ActorRef[],
): Promise<ReadonlyMap<string, NoticePreferences>> {
  const ids = (kind: string) => [
    ...new Set(recipients.filter((one) => one.kind === kind).map(({ id }) => id)),
  ];
  const [users, customers] = [ids('user'), ids('customer')];
  if (users.length + customers.length === 0) return new Map();
  const { rows } = await db.query<{ kind: string; id: string } & NoticePreferences>({
    name: 'notice_wishes',
    text: `select 'user' as kind, p.id, p.notices, p.quiet_hours as "quietHours"
        from notice_preferences p where p.id = any($1)
      union all
      select 'customer', c.id, p.notices, p.quiet_hours
        from customers c join notice_preferences p on p.id = c.user_id where c.id = any($2)`,
    values: [users, customers],
  });
  return new Map(rows.map(({ kind, id, ...preferences }) => [key({ kind, id }), preferences]));
}
