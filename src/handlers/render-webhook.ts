/**
 * Makes a webhook's message at the moment of sending: address, secrets and event are read now, so that a corrected
 * address and a new secret are used at once. The body is the event's envelope, the same in every attempt; the
 * signature is of this attempt.
 */
import type { Queryable } from '../engine/database.ts';
import type { Render } from '../engine/delivery-provider.ts';
import { type EventRecord, eventColumns, toEnvelope, toLoggedEvent } from '../engine/log.ts';
import type { Upcast } from '../engine/upcasters.ts';
import { signWebhook } from '../engine/webhook-signature.ts';
import { staffWords } from './webhook-deliveries.ts';

export interface WebhookRenderOptions {
  readonly db: Queryable;
  readonly upcast: Upcast;
  readonly now: () => Date;
}

export function createWebhookRender({ db, upcast, now }: WebhookRenderOptions): Render {
  return async (delivery) => {
    const target = await readTarget(db, delivery.recipient.id);
    if (!target || target.status === 'deleted') return { suppressed: 'webhook_deleted' };
    if (target.status === 'disabled') return { suppressed: 'webhook_disabled' };
    const found = delivery.eventId === null ? undefined : await readEvent(db, delivery.eventId);
    if (!found) return { suppressed: 'event_unknown' };
    const event = upcast(toLoggedEvent(found));
    const words = staffWords(event);
    if (!words) return { suppressed: 'not_visible' };
    const text = JSON.stringify(toEnvelope(event, words, found.epoch));
    return { to: target.url, text, headers: { ...signWebhook(target.secrets, delivery.id, now(), text) } };
  };
}

interface Target {
  readonly url: string;
  readonly status: string;
  /** Newest first. */
  readonly secrets: readonly string[];
}

/** Index: webhook_secrets_of. */
async function readTarget(db: Queryable, id: string): Promise<Target | undefined> {
  const { rows } = await db.query<Target>({
    name: 'render_webhook',
    text: `select w.url, w.status, array(select s.secret from webhook_secrets s where s.webhook_id = w.id
        and (s.expires_at is null or s.expires_at > clock_timestamp()) order by s.created_at desc) as secrets
      from webhooks w where w.id = $1`,
    values: [id],
  });
  return rows[0];
}

async function readEvent(db: Queryable, id: string): Promise<(EventRecord & { epoch: string }) | undefined> {
  const { rows } = await db.query<EventRecord & { epoch: string }>({
    name: 'render_webhook_event',
    text: `select ${eventColumns('e')}, log_epoch() as epoch from events e where e.id = $1`,
    values: [id],
  });
  return rows[0];
}
