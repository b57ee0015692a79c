/**
 * Makes a push message at the moment of sending: the browser, its keys and its person's language are read now, and the
 * body is encrypted for that browser alone (RFC 8291). Its words are the inbox's.
 *
 * - How urgent it is for a phone that sleeps, and how long a service keeps it, follow from the notice's priority.
 * - A topic for what it tells of: of two that wait at the service, the newer one is enough.
 */
import { createHash } from 'node:crypto';
// biome-ignore lint/correctness/noUnresolvedImports: CommonJS, whose one export is the default one.
import webPush from 'web-push';
import type { PushPayload } from '../contracts/push.ts';
import type { Queryable } from '../engine/database.ts';
import type { Render } from '../engine/delivery-provider.ts';
import type { Delivery } from '../engine/delivery-sql.ts';
import type { Secrets } from '../engine/secrets.ts';
import type { Vapid } from '../engine/vapid.ts';
import { isTold } from './notifications/told.ts';
import { pushReceipt } from './push-receipt.ts';
import { readPublished, wordsAsPublished } from './templates/published.ts';
import type { Locale } from './templates/template.ts';

export interface PushRenderOptions {
  readonly db: Queryable;
  readonly vapid: Vapid;
  /** Makes the proofs for receipts; without it nobody hears that a notice was shown. */
  readonly secrets: Pick<Secrets, 'mark'> | undefined;
  /** IANA zone in which people read times. */
  readonly timeZone: string;
}

const HOUR_S = 3_600;
/** By priority: 1 one-time codes, 2 critical, 3 normal, 4 bulk. */
const URGENCY = ['high', 'high', 'high', 'normal', 'low'] as const;
const TTL_S = [HOUR_S, HOUR_S / 12, 24 * HOUR_S, 12 * HOUR_S, 4 * HOUR_S] as const;

/** Services take 4,096 bytes of encrypted message; so much text fits whatever its letters are. */
const LONGEST_TITLE = 120;
const LONGEST_BODY = 600;

export function createPushRender(options: PushRenderOptions): Render {
  const { db, vapid, secrets, timeZone } = options;
  return async (delivery) => {
    const browser = await readBrowser(db, delivery.recipient.id);
    if (!browser) return { suppressed: 'subscription_gone' };
    if (!browser.told) return { suppressed: 'recipient_inactive' };
    if (browser.vapidKey !== vapid.publicKey) return { suppressed: 'key_changed' };
    const { template, params } = delivery;
    const published = await readPublished(db, 'notice', [template]);
    const words = wordsAsPublished(published, 'notice', template, params, browser.locale, timeZone);
    const tag = tagOf(delivery);
    const payload: PushPayload = {
      id: delivery.id,
      title: cut(words.subject, LONGEST_TITLE),
      body: cut(words.text, LONGEST_BODY),
      lang: browser.locale,
      tag,
      about: delivery.entity ? `${delivery.entity.kind}/${delivery.entity.id}` : null,
      receipt: secrets ? pushReceipt(secrets, delivery.id) : null,
    };
    const { endpoint, p256dh, auth } = browser;
    const { body, headers } = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(payload),
      {
        vapidDetails: vapid,
        TTL: TTL_S[delivery.priority] ?? HOUR_S,
        urgency: URGENCY[delivery.priority] ?? 'normal',
        topic: tag,
        contentEncoding: 'aes128gcm',
      },
    );
    return { to: endpoint, text: '', body, headers: textHeaders(headers), wordsVersion: words.version };
  };
}

/** At most 32 letters of base64url, as topics are. It says nothing to the service that carries it. */
function tagOf({ id, template, entity }: Delivery): string {
  const about = entity ? `${entity.kind} ${entity.id} ${template}` : id;
  return createHash('sha256').update(about).digest('base64url').slice(0, 32);
}

/** Control characters take six bytes each, and nobody sees them. */
function cut(text: string, longest: number): string {
  const plain = text.replace(/[^\P{Cc}\n]/gu, ' ');
  const letters = [...plain];
  return letters.length <= longest ? plain : `${letters.slice(0, longest - 1).join('')}…`;
}

/** As they go out; the length is the sender's to say. */
function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length');
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

interface Browser {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly vapidKey: string;
  readonly locale: Locale;
  readonly told: boolean;
}

/** Index: the primary keys. */
async function readBrowser(db: Queryable, id: string): Promise<Browser | undefined> {
  const { rows } = await db.query<Browser>({
    name: 'render_push',
    text: `select e.endpoint, e.p256dh, e.auth, e.vapid_key as "vapidKey", u.locale, ${isTold('u')} as told
      from push_endpoints e join users u on u.id = e.user_id where e.id = $1`,
    values: [id],
  });
  return rows[0];
}
