/**
 * Makes a message from a row of the ledger at the moment of sending: the recipient's address, name and language
 * are read now, so a corrected number is used at once and an erased person gets nothing (N3).
 */
import type { Queryable } from '../engine/database.ts';
import type { OutgoingMessage, Render, Suppressed } from '../engine/delivery-provider.ts';
import type { Delivery } from '../engine/delivery-sql.ts';
import type { Secrets } from '../engine/secrets.ts';
import { readPublished, wordsAsPublished } from './templates/published.ts';
import type { Locale } from './templates/template.ts';

export interface RenderOptions {
  readonly db: Queryable;
  /** IANA zone in which people read times. */
  readonly timeZone: string;
  /** Opens what is sealed; without it such messages are suppressed. */
  readonly secrets: Pick<Secrets, 'open'> | undefined;
  readonly now: () => Date;
}

interface Contact {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: Locale;
  readonly status: string;
}

export function createRender(options: RenderOptions): Render {
  return (delivery) => renderDelivery(delivery, options);
}

export async function renderDelivery(
  delivery: Delivery,
  { db, timeZone, secrets, now }: RenderOptions,
): Promise<OutgoingMessage | Suppressed> {
  const { expiresAt } = delivery.params;
  // A code that comes too late only confuses.
  if (typeof expiresAt === 'string' && expiresAt <= now().toISOString()) return { suppressed: 'expired' };
  const contact = await readContact(db, delivery);
  if (!contact) return { suppressed: 'recipient_unknown' };
  if (contact.status === 'deleted') return { suppressed: 'recipient_deleted' };
  if (contact.status === 'inactive') return { suppressed: 'recipient_inactive' };
  const to = delivery.channel === 'email' ? contact.email : contact.phone;
  if (!to) return { suppressed: delivery.recipient.kind === 'zone' ? 'group_missing' : 'contact_missing' };
  const { id, sealed } = delivery;
  const secret = sealed === null ? undefined : secrets?.open(sealed, id);
  if ('sealed' in delivery.params && secret === undefined) return { suppressed: 'secret_gone' };
  const items = 'digestPeriod' in delivery.params ? await readDigested(db, delivery.id) : [];
  const published = await readPublished(
    db,
    'message',
    [delivery, ...items].map(({ template }) => template),
  );
  const words = async ({ template, params }: Pick<Delivery, 'template' | 'params'>, more = {}) => {
    const values = { ...params, ...(await lookUp(db, params)), recipientName: contact.name, ...more };
    return wordsAsPublished(published, 'message', template, values, contact.locale, timeZone);
  };
  const lines: string[] = [];
  for (const item of items) lines.push(`- ${(await words(item)).subject}`);
  const { subject, text, version } = await words(delivery, { items: lines.join('\n'), secret });
  return { to, text, wordsVersion: version, ...(delivery.channel === 'email' ? { subject } : {}) };
}

async function lookUp(db: Queryable, { technicianId }: Delivery['params']): Promise<Record<string, unknown>> {
  if (typeof technicianId !== 'string') return {};
  return { technicianName: (await readTechnicianName(db, technicianId)) ?? null };
}

const MOST_ITEMS = 200;

/** What the digest took along, oldest first. Index: deliveries_digest. */
async function readDigested(db: Queryable, id: string): Promise<Pick<Delivery, 'template' | 'params'>[]> {
  const result = await db.query<Pick<Delivery, 'template' | 'params'>>({
    name: 'render_digested',
    text: `select template, params from deliveries where digest_id = $1 order by created_at, id limit ${MOST_ITEMS}`,
    values: [id],
  });
  return result.rows;
}

async function readContact(db: Queryable, { recipient }: Delivery): Promise<Contact | undefined> {
  switch (recipient.kind) {
    case 'user':
      return await readUser(db, recipient.id);
    case 'customer':
      return await readCustomer(db, recipient.id);
    case 'registration':
      return await readApplicant(db, recipient.id);
    case 'one_time_code':
      return await readCodeHolder(db, recipient.id);
    case 'zone':
      return {
        name: recipient.id,
        email: null,
        phone: await readGroup(db, recipient.id),
        locale: 'id',
        status: 'active',
      };
    default:
      return undefined;
  }
}

async function readGroup(db: Queryable, zone: string): Promise<string | null> {
  const result = await db.query<{ group_id: string | null }>({
    name: 'render_zone_group',
    text: 'select group_id from zone_groups where id = $1',
    values: [zone],
  });
  return result.rows[0]?.group_id ?? null;
}

async function readUser(db: Queryable, id: string): Promise<Contact | undefined> {
  const result = await db.query<Contact>({
    name: 'render_user',
    text: 'select name, email, phone, locale, status from users where id = $1',
    values: [id],
  });
  return result.rows[0];
}

/** A customer reads in the language of their portal account, when they have one. */
async function readCustomer(db: Queryable, id: string): Promise<Contact | undefined> {
  const result = await db.query<Contact>({
    name: 'render_customer',
    text: `select c.name, c.email, c.phone, c.status, coalesce(u.locale, 'id') as locale
      from customers c left join users u on u.id = c.user_id where c.id = $1`,
    values: [id],
  });
  return result.rows[0];
}

/** An applicant has no account: contacts and language are those of the form. */
async function readApplicant(db: Queryable, id: string): Promise<Contact | undefined> {
  const result = await db.query<Contact>({
    name: 'render_applicant',
    text: `select name, email, phone, locale, 'active' as status from registrations where id = $1`,
    values: [id],
  });
  return result.rows[0];
}

/** Whoever holds the phone; a code that was spent or forgotten has none. */
async function readCodeHolder(db: Queryable, id: string): Promise<Contact | undefined> {
  const result = await db.query<Contact>({
    name: 'render_code_holder',
    text: `select '' as name, null as email, phone, locale, 'active' as status from one_time_codes where id = $1`,
    values: [id],
  });
  return result.rows[0];
}

async function readTechnicianName(db: Queryable, id: string): Promise<string | undefined> {
  const result = await db.query<{ name: string }>({
    name: 'render_technician',
    text: 'select name from technicians where id = $1',
    values: [id],
  });
  return result.rows[0]?.name;
}
