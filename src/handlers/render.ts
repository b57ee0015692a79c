/**
 * Makes a message from a row of the ledger at the moment of sending: the recipient's address, name and language
 * are read now, so a corrected number is used at once and an erased person gets nothing (N3).
 */
import type { Queryable } from '../engine/database.ts';
import type { OutgoingMessage, Render, Suppressed } from '../engine/delivery-provider.ts';
import type { Delivery } from '../engine/delivery-sql.ts';
import { messageWords } from './templates/registry.ts';
import type { Locale } from './templates/template.ts';

export interface RenderOptions {
  readonly db: Queryable;
  /** IANA zone in which people read times. */
  readonly timeZone: string;
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
  { db, timeZone }: RenderOptions,
): Promise<OutgoingMessage | Suppressed> {
  const contact = await readContact(db, delivery);
  if (!contact) return { suppressed: 'recipient_unknown' };
  if (contact.status === 'deleted') return { suppressed: 'recipient_deleted' };
  const to = delivery.channel === 'email' ? contact.email : contact.phone;
  if (!to) return { suppressed: 'contact_missing' };
  const values: Record<string, unknown> = { ...delivery.params, recipientName: contact.name };
  if (typeof values.technicianId === 'string')
    values.technicianName = (await readTechnicianName(db, values.technicianId)) ?? null;
  const { subject, text } = messageWords(delivery.template, values, contact.locale, timeZone);
  return delivery.channel === 'email' ? { to, subject, text } : { to, text };
}

async function readContact(db: Queryable, { recipient }: Delivery): Promise<Contact | undefined> {
  switch (recipient.kind) {
    case 'user':
      return await readUser(db, recipient.id);
    case 'customer':
      return await readCustomer(db, recipient.id);
    case 'zone':
      // A group's address at the gateway follows from its zone.
      return {
        name: recipient.id,
        email: null,
        phone: `group:${recipient.id}`,
        locale: 'id',
        status: 'active',
      };
    default:
      return undefined;
  }
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

async function readTechnicianName(db: Queryable, id: string): Promise<string | undefined> {
  const result = await db.query<{ name: string }>({
    name: 'render_technician',
    text: 'select name from technicians where id = $1',
    values: [id],
  });
  return result.rows[0]?.name;
}
