import { describe, expect, it } from 'vitest';
import { events, eventTypes, webhookEventTypes } from '../../../src/contracts/events.ts';
import { backoffMs } from '../../../src/engine/delivery-policy.ts';
import type { LoggedEvent } from '../../../src/engine/log.ts';
import { webhookDeliveries } from '../../../src/handlers/followers/webhooks.ts';
import { webhookNotices } from '../../../src/handlers/notifications/webhook.ts';
import {
  WEBHOOK_ATTEMPTS,
  webhookBackoff,
  webhookDeliveryId,
} from '../../../src/handlers/webhook-deliveries.ts';

const context = { now: '2026-01-05T10:00:00.000Z', newId: () => 'new' };
const logged = (more: Partial<LoggedEvent>): LoggedEvent => ({
  id: '7',
  actorKind: 'ticket',
  actorId: 't-1',
  seq: 1,
  type: 'ticket.created',
  version: 1,
  data: {},
  audience: [{ class: 'staff', rooms: ['desk'] }],
  by: { kind: 'user', id: 'u-1' },
  trace: 'trace-of-the-click',
  at: context.now,
  position: 1,
  ...more,
});

describe('attempts at a webhook', () => {
  it('go on for about three days, six at most', () => {
    const days = (random: number): number => {
      const waits = Array.from({ length: WEBHOOK_ATTEMPTS - 1 }, (_one, n) =>
        backoffMs(webhookBackoff, n + 1, random),
      );
      return waits.reduce((sum, ms) => sum + ms, 0) / 86_400_000;
    };
    expect(days(0.5)).toBeGreaterThan(2.5);
    expect(days(0.5)).toBeLessThan(3.5);
    expect(days(0.999)).toBeLessThan(6.5);
  });
});

describe('the follower of webhooks', () => {
  const subscriptions = [
    { id: 'w-1', types: ['ticket.created'] },
    { id: 'w-2', types: ['user.locked'] },
  ];
  const to = (event: LoggedEvent) =>
    webhookDeliveries
      .handle([event], subscriptions, context)
      .map((effect) => (effect.effect === 'delivery' ? effect.recipient.id : effect.effect));

  it('delivers to those who want the type, and a test to its own webhook alone', () => {
    expect(to(logged({}))).toEqual(['w-1']);
    expect(to(logged({ type: 'ticket.started' }))).toEqual([]);
    expect(to(logged({ type: 'webhook.tested', actorKind: 'webhook', actorId: 'w-2' }))).toEqual(['w-2']);
  });

  it('delivers nothing that staff does not see', () => {
    expect(to(logged({ audience: [{ class: 'owner', rooms: ['user:u-1'] }] }))).toEqual([]);
    expect(to(logged({ audience: [] }))).toEqual([]);
  });

  it('makes one delivery of an event and a webhook, under the trace of its cause', () => {
    const [first] = webhookDeliveries.handle([logged({})], subscriptions, context);
    expect(first).toMatchObject({
      id: webhookDeliveryId('w-1', '7'),
      about: { eventId: '7', trace: 'trace-of-the-click' },
    });
    expect(webhookDeliveryId('w-1', '7')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(webhookDeliveryId('w-1', '8')).not.toBe(webhookDeliveryId('w-1', '7'));
  });

  it('offers every type that staff receives, and none that it does not', () => {
    const offered = new Set<string>(webhookEventTypes);
    for (const type of eventTypes) {
      const isStaff = (events[type].classes as readonly string[]).includes('staff');
      expect(offered.has(type), type).toBe(isStaff && !type.startsWith('webhook.'));
    }
  });
});

describe('administrators', () => {
  const admin = { id: 'a-1', role: 'admin', zone: null, customerId: null } as const;
  const told = (reason: string) =>
    webhookNotices.handle(
      logged({ type: 'webhook.disabled', actorKind: 'webhook', data: { reason, host: 'example.net' } }),
      [admin],
      context,
    );

  it('are told when its receiver fails, not when somebody asked', () => {
    const template = (reason: string) =>
      told(reason).map((effect) => effect.effect === 'command' && { ...effect.command });
    expect(template('failing')).toMatchObject([
      { type: 'notify', userId: 'a-1', template: 'webhook.failing' },
    ]);
    expect(template('gone')).toMatchObject([{ template: 'webhook.gone', params: { host: 'example.net' } }]);
    expect(template('asked')).toEqual([]);
  });
});
