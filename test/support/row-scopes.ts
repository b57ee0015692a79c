/**
 * Whose rows there are behind an address: for the matrix of rights. Every path with a parameter stands here, longest
 * beginning first; what is added to the API has to be added here, or the matrix fails.
 *
 * `own` makes a row that the person may see as far as their permissions go, `foreign` one that is another one's: it must
 * be as if it did not exist. Where everybody with the permission sees every row, there is no foreign one.
 */
import { v7 } from 'uuid';
import type { TicketCommand } from '../../src/actors/ticket/commands.ts';
import type { Role } from '../../src/contracts/permissions.ts';
import type { Command } from '../../src/engine/actor-types.ts';
import { hashOfPassword, type Person, type TestApi } from './api.ts';
import { storedPhoto } from './photos.ts';

/** Values of the parameters of a path. */
export type Params = Readonly<Record<string, string>>;
type Make = (api: TestApi, role: Role) => Promise<Params>;

export interface RowScope {
  readonly own?: Make;
  readonly foreign?: Make;
  /** Roles that have a foreign row; all of them when left out. */
  readonly narrow?: readonly Role[];
  /** Roles that have an own row; all of them when left out. */
  readonly owners?: readonly Role[];
}

const UNKNOWN = '00000000-0000-7000-8000-000000000000';
const idOf = async (made: Promise<string>): Promise<Params> => ({ id: await made });

/** Somebody else, of the same role where the rows depend on it. */
function otherThan(api: TestApi, role: Role): Person {
  return role === 'customer' ? api.people.customer2 : api.people.technician2;
}

async function give(api: TestApi, kind: string, command: Command, id = v7()): Promise<string> {
  await api.commands.run({
    creates: true,
    items: [{ actor: { kind, id }, command, by: { kind: 'system', id: 'test' }, trace: null }],
    answer: () => ({ status: 201, headers: {}, body: null }),
  });
  return id;
}

async function then(api: TestApi, kind: string, id: string, command: Command): Promise<void> {
  await api.commands.run({
    items: [{ actor: { kind, id }, command, by: { kind: 'system', id: 'test' }, trace: null }],
    answer: () => ({ status: 200, headers: {}, body: null }),
  });
}

/** An answer by WhatsApp of somebody unknown. */
export async function replyOf(api: TestApi): Promise<string> {
  const received = { type: 'receive', provider: 'whatsapp', replyTo: null, fromPhone: '+6281200000001' };
  const id = await give(
    api,
    'provider_reply',
    { ...received, text: 'Whose is it?' } as Command,
    `whatsapp:${v7()}`,
  );
  const nobodys = { ticketId: null, customerId: null, registrationId: null };
  await then(api, 'provider_reply', id, { type: 'settle', as: 'notice', ...nobodys } as Command);
  return id;
}

let made = 0;

async function ticketOf(api: TestApi, { zone, customerId, technicianId, id }: Person): Promise<string> {
  const command: TicketCommand = {
    type: 'create',
    number: `M-${++made}`,
    ticketType: 'repair',
    priority: 'normal',
    title: 'Whose is it?',
    description: null,
    category: null,
    zone,
    customerId,
    scheduledAt: null,
  };
  const ticket = await give(api, 'ticket', command);
  if (technicianId) {
    const team = [{ technicianId, userId: id, lead: true }];
    await then(api, 'ticket', ticket, { type: 'assign', team } as Command);
  }
  return ticket;
}

/** Attached by the person themselves, so that they may remove it, too. */
async function attachmentOf(api: TestApi, person: Person): Promise<Params> {
  const id = await ticketOf(api, person);
  const command = await storedPhoto(api.pool, { internal: false, uploadedBy: person.id });
  await then(api, 'ticket', id, command);
  return { id, attachmentId: command.attachmentId };
}

async function specializationOf(api: TestApi): Promise<string> {
  const code = `matrix-${++made}`;
  const create = { nameId: code, nameEn: code, ticketTypes: [], categories: [] };
  return await give(api, 'specialization', { type: 'create', ...create } as Command, code);
}

function userOf(api: TestApi): Promise<string> {
  return hashOfPassword().then((passwordHash) =>
    give(api, 'user', {
      type: 'create',
      username: `matrix-${++made}`,
      name: 'Of the matrix',
      email: null,
      phone: null,
      role: 'noc',
      zone: null,
      customerId: null,
      technicianId: null,
      locale: 'en',
      passwordHash,
    } as Command),
  );
}

function customerOf(api: TestApi): Promise<string> {
  return give(api, 'customer', {
    type: 'create',
    code: `M-${++made}`,
    name: 'Of the matrix',
    email: null,
    phone: null,
    address: null,
    zone: 'north',
    packageId: null,
    status: 'active',
    userId: null,
  } as Command);
}

function packageOf(api: TestApi): Promise<string> {
  return give(api, 'package', {
    type: 'create',
    name: `Matrix ${++made}`,
    downMbps: 20,
    upMbps: 10,
    monthlyPrice: 200_000,
    setupFee: 0,
    slaClass: 'basic',
    active: true,
  } as Command);
}

async function registrationOf(api: TestApi): Promise<string> {
  const phone = `+62811${String(++made).padStart(7, '0')}`;
  return await give(api, 'registration', {
    type: 'submit',
    number: `R-M${made}`,
    name: 'Of the matrix',
    phone,
    email: null,
    address: {
      street: 'Jalan Mawar 1',
      rt: null,
      rw: null,
      kelurahan: 'Beji',
      kecamatan: 'Beji',
      city: 'Depok',
      postalCode: '16421',
      coordinates: null,
    },
    packageId: await packageOf(api),
    preferredDate: '2030-01-02',
    preferredSlot: 'morning',
    locale: 'en',
    tracking: { tokenHash: v7(), publicId: v7(), expiresAt: '2030-01-01T00:00:00.000Z' },
  } as Command);
}

async function sessionOf(api: TestApi, { id: userId }: Person | { id: string }): Promise<string> {
  const publicId = v7();
  await api.pool.query(
    `insert into sessions (id, public_id, user_id, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
    [v7(), publicId, userId],
  );
  return publicId;
}

async function tokenOf(api: TestApi, { id: userId }: Person): Promise<string> {
  const id = v7();
  await api.pool.query(
    `insert into tokens (id, user_id, name, token_hash, scopes) values ($1, $2, 'matrix', $1, '{}')`,
    [id, userId],
  );
  return id;
}

function browserOf(api: TestApi, { id: userId }: Person): Promise<string> {
  return give(api, 'push_subscription', {
    type: 'start',
    userId,
    endpoint: `https://fcm.googleapis.com/${v7()}`,
    keys: { p256dh: 'p', auth: 'a' },
    vapidKey: 'k',
    userAgent: null,
  } as Command);
}

function noticeOf(api: TestApi, { id: userId }: Person): Promise<string> {
  return give(api, 'notification', {
    type: 'notify',
    userId,
    template: 'test',
    params: {},
    entity: null,
    eventId: null,
    priority: 3,
  } as Command);
}

function viewOf(api: TestApi, { id: ownerId }: Person): Promise<string> {
  return give(api, 'view', {
    type: 'create',
    ownerId,
    shared: { to: 'nobody' },
    name: `View ${++made}`,
    filter: {},
    sort: '-createdAt',
    columns: null,
  } as Command);
}

function bulkOf(api: TestApi, { id: ownerId }: Person): Promise<string> {
  return give(api, 'bulk', {
    type: 'start',
    ownerId,
    onBehalf: { kind: 'user', id: ownerId },
    command: { type: 'cancel', reason: 'matrix' },
    items: [{ itemId: UNKNOWN, visible: false }],
  } as Command);
}

function webhookOf(api: TestApi): Promise<string> {
  return give(api, 'webhook', {
    type: 'create',
    url: 'https://example.com/hook',
    description: 'matrix',
    types: ['ticket.created'],
    secretId: v7(),
    secret: 'whsec_bWF0cml4bWF0cml4bWF0cml4bWF0cml4',
  } as Command);
}

async function deliveryTo(api: TestApi, kind: 'user' | 'webhook', recipient: string): Promise<string> {
  const id = v7();
  await api.pool.query(
    `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status)
      values ($1, $2, $3, $4, 'test', '{}', 'failed')`,
    [id, kind === 'user' ? 'email' : 'webhook', kind, recipient],
  );
  return id;
}

async function auditEntry(api: TestApi): Promise<string> {
  const { rows } = await api.pool.query<{ id: string }>(
    `insert into audit_log (by, action, target) values ('{"kind":"system","id":"test"}', 'matrix', 'matrix')
      returning id::text`,
  );
  return String(rows[0]?.id);
}

/** There is nothing to see but what is unknown: in this test, or at all. */
const unknownOnly: RowScope = {};

/** Everybody who has the permission sees every row. */
const everybodys = (make: (api: TestApi) => Promise<string>): RowScope => ({ own: (api) => idOf(make(api)) });

/** Rows of one person each, whatever the role. */
const personal = (make: (api: TestApi, person: Person) => Promise<string>): RowScope => ({
  own: (api, role) => idOf(make(api, api.people[role])),
  foreign: (api, role) => idOf(make(api, otherThan(api, role))),
});

const tickets: RowScope = { ...personal(ticketOf), narrow: ['technician', 'customer'] };

export const rowScopes: Readonly<Record<string, RowScope>> = {
  '/api/v1/tickets/{id}/claim': { ...tickets, owners: ['technician'] },
  '/api/v1/tickets/{id}/rate': { ...tickets, owners: ['customer'] },
  '/api/v1/tickets/{id}/attachments/{attachmentId}': {
    own: (api, role) => attachmentOf(api, api.people[role]),
    foreign: (api, role) => attachmentOf(api, otherThan(api, role)),
    narrow: ['technician', 'customer'],
  },
  '/api/v1/tickets/{id}': tickets,
  '/api/v1/sessions/{id}': personal(sessionOf),
  '/api/v1/notifications/{id}': personal(noticeOf),
  '/api/v1/tokens/{id}': personal(tokenOf),
  '/api/v1/push-subscriptions/{id}': personal(browserOf),
  '/api/v1/views/{id}': personal(viewOf),
  '/api/v1/bulk/{id}': personal(bulkOf),
  '/api/v1/specializations/{code}': {
    own: async (api) => ({ code: await specializationOf(api) }),
  },
  '/api/v1/dispatch/{zone}': { own: async () => ({ zone: 'north' }) },
  '/api/v1/technicians/{id}/specializations/{code}': {
    own: async (api) => {
      const id = String(api.people.technician.technicianId);
      const code = await specializationOf(api);
      const skill = { code, proficiency: 3, years: 1, certifiedUntil: null };
      await then(api, 'technician', id, { type: 'set_specialization', ...skill } as Command);
      return { id, code };
    },
  },
  '/api/v1/technicians/{id}': {
    own: async (api, role) => ({
      id: String(
        role === 'technician' ? api.people.technician.technicianId : api.people.technician2.technicianId,
      ),
    }),
    foreign: async (api) => ({ id: String(api.people.technician2.technicianId) }),
    narrow: ['technician'],
  },
  '/api/v1/customers/{id}/equipment/{serial}': {
    own: async (api) => {
      const id = await customerOf(api);
      const serial = `MATRIX-${++made}`;
      await then(api, 'customer', id, { type: 'add_equipment', serial, kind: 'router' } as Command);
      return { id, serial };
    },
  },
  // Whoever is a customer changes the own contacts, and nobody else changes any.
  '/api/v1/customers/{id}/contacts': {
    own: async (api) => ({ id: String(api.people.customer.customerId) }),
    foreign: (api) => idOf(customerOf(api)),
    owners: ['customer'],
  },
  // A technician sees the customers of the tickets that they work on, a customer the own one.
  '/api/v1/customers/{id}': {
    own: async (api, role) => {
      if (role === 'customer') return { id: String(api.people.customer.customerId) };
      const id = await customerOf(api);
      if (role === 'technician') await ticketOf(api, { ...api.people.technician, customerId: id });
      return { id };
    },
    foreign: (api) => idOf(customerOf(api)),
    narrow: ['technician', 'customer'],
  },
  '/api/v1/packages/{id}': everybodys(packageOf),
  '/api/v1/registrations/{id}': everybodys(registrationOf),
  '/api/v1/users/{id}/sessions/{sessionId}': {
    own: async (api) => {
      const id = await userOf(api);
      return { id, sessionId: await sessionOf(api, { id }) };
    },
    // Of a person, but not of this one.
    foreign: async (api) => ({
      id: await userOf(api),
      sessionId: await sessionOf(api, api.people.technician2),
    }),
  },
  '/api/v1/users/{id}': everybodys(userOf),
  '/api/v1/roles/{role}': { own: async () => ({ role: 'manager' }) },
  '/api/v1/templates/{name}': { own: async () => ({ name: 'ticket.received' }) },
  '/api/v1/zone-groups/{zone}': { own: async () => ({ zone: 'north' }) },
  '/api/v1/webhooks/{id}/deliveries/{deliveryId}': {
    own: async (api) => {
      const id = await webhookOf(api);
      return { id, deliveryId: await deliveryTo(api, 'webhook', id) };
    },
    foreign: async (api) => ({
      id: await webhookOf(api),
      deliveryId: await deliveryTo(api, 'webhook', await webhookOf(api)),
    }),
  },
  '/api/v1/webhooks/{id}': everybodys(webhookOf),
  '/api/v1/deliveries/{id}': everybodys((api) => deliveryTo(api, 'user', api.people.technician2.id)),
  '/api/v1/replies/{id}': everybodys(replyOf),
  '/api/v1/audit/{id}': everybodys(auditEntry),
  '/api/v1/dead-letters/{id}': unknownOnly,
  '/api/v1/events/{id}': unknownOnly,
  '/api/v1/schedules/{name}': unknownOnly,
  '/api/v1/mailbox-groups/{group}': unknownOnly,
  '/ops/events/{id}': unknownOnly,
  '/ops/traces/{traceId}': unknownOnly,
  '/ops/runbooks/{alert}': unknownOnly,
};

/** Names nothing, in the form that the parameter has. */
export function unknownParam(name: string): string {
  if (name === 'traceId') return '0'.repeat(32);
  return name.toLowerCase().endsWith('id') ? UNKNOWN : 'nothing';
}
