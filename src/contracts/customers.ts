/** Customers on the wire: contacts, address, package, account status, equipment and notes. */
import * as z from 'zod/mini';
import { addressSchema } from './address.ts';
import { codeSchema } from './codes.ts';
import { customerStatuses, equipmentKinds, suspendReasons } from './events/customer.ts';
import { anyOf, listQuery, searchSchema } from './http.ts';
import { registrationStatusSchema } from './registrations.ts';
import { idSchema, serialSchema, text, zoneSchema } from './text.ts';
import { emailSchema, phoneSchema } from './users.ts';

const statusSchema = z.enum(customerStatuses);
const noteSchema = text(1, 2_000);

export const createCustomerSchema = z.strictObject({
  name: text(1, 200),
  email: z.optional(z.nullable(emailSchema)),
  phone: z.optional(z.nullable(phoneSchema)),
  zone: zoneSchema,
  address: z.optional(z.nullable(addressSchema)),
  packageId: z.optional(z.nullable(idSchema)),
  /** `active` for a line that is there already. */
  status: z._default(z.enum(['pending_installation', 'active']), 'pending_installation'),
});

export const editCustomerSchema = z
  .strictObject({
    name: z.optional(text(1, 200)),
    email: z.optional(z.nullable(emailSchema)),
    phone: z.optional(z.nullable(phoneSchema)),
    zone: z.optional(zoneSchema),
    address: z.optional(z.nullable(addressSchema)),
    /** Only the first one, and before the installation: afterwards a change of package is a ticket. */
    packageId: z.optional(idSchema),
  })
  .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field'));

/** What a customer changes alone. Name, address and package are what the line was made for: staff change those. */
export const editContactsSchema = z
  .strictObject({
    email: z.optional(z.nullable(emailSchema)),
    phone: z.optional(z.nullable(phoneSchema)),
    /** That was sent to the new phone: what its holder writes to us becomes this customer's. */
    code: z.optional(codeSchema),
  })
  .check(z.refine(({ code: _code, ...fields }) => Object.keys(fields).length > 0, 'name at least one field'));

export const askPhoneCodeSchema = z.strictObject({ phone: phoneSchema });

/** How the customer became one. */
export const customerRegistrationsSchema = z.object({
  data: z.array(
    z.object({
      id: idSchema,
      number: z.string(),
      status: registrationStatusSchema,
      package: z.nullable(z.string()),
      createdAt: z.string(),
      updatedAt: z.string(),
    }),
  ),
});
export type CustomerRegistrations = z.infer<typeof customerRegistrationsSchema>;

/** Commands that people give a customer by name. */
export const customerCommands = [
  'activate',
  'suspend',
  'reactivate',
  'terminate',
  'equipment',
  'notes',
  'erase',
] as const;
export type CustomerCommandName = (typeof customerCommands)[number];

export const suspendCustomerSchema = z.strictObject({
  reason: z.enum(suspendReasons),
  /** For staff; kept with the customer's notes. */
  note: z.optional(noteSchema),
});

export const equipmentKindSchema = z.enum(equipmentKinds);

export const addEquipmentSchema = z.strictObject({ serial: serialSchema, kind: equipmentKindSchema });
/** The new one is of the same kind. */
export const replaceEquipmentSchema = z.strictObject({ serial: serialSchema });
export const addNoteSchema = z.strictObject({ text: noteSchema });

export const customerSorts = ['code', '-code', 'name', '-name', 'createdAt', '-createdAt'] as const;

const customerFilterShape = {
  zone: z.optional(zoneSchema),
  status: anyOf(customerStatuses),
  packageId: z.optional(idSchema),
  /** Name, phone, code, e-mail or address; with typing errors, and in any order. */
  q: searchSchema,
};

/** What a list shows, without order and place. */
export const customerFilterQuery = z.strictObject(customerFilterShape);
export type CustomerFilterQuery = z.infer<typeof customerFilterQuery>;

/** The same filter where it comes in a body. */
export const customerFilterSchema = z.strictObject({
  ...customerFilterShape,
  status: z.optional(z.array(statusSchema).check(z.minLength(1), z.maxLength(20))),
});

export const listCustomersQuery = z.strictObject({
  ...listQuery,
  ...customerFilterShape,
  /** Left out, what fits the words best comes first, and without words the code. */
  sort: z.optional(z.enum(customerSorts)),
});

const equipmentSchema = z.object({
  serial: z.string(),
  kind: equipmentKindSchema,
  addedAt: z.string(),
});

const packageOfCustomerSchema = z.object({
  id: idSchema,
  name: z.string(),
  downMbps: z.int(),
  upMbps: z.int(),
  monthlyPrice: z.int(),
});

export const customerSchema = z.object({
  id: idSchema,
  code: z.string(),
  name: z.string(),
  email: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  address: z.nullable(addressSchema),
  zone: z.string(),
  packageId: z.nullable(idSchema),
  /** In lists and in the customer itself; commands answer without it. */
  package: z.optional(z.nullable(packageOfCustomerSchema)),
  status: statusSchema,
  /** Of a suspended one. */
  suspendReason: z.nullable(z.enum(suspendReasons)),
  equipment: z.array(equipmentSchema),
  userId: z.nullable(idSchema),
  /** Since when there is no name, no contact and no address. */
  erasedAt: z.nullable(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.int(),
  seq: z.int(),
  /** Commands that status and rights of the reader allow. */
  allowed: z.array(z.enum(customerCommands)),
});
export type Customer = z.infer<typeof customerSchema>;

export const customerNoteSchema = z.object({
  id: idSchema,
  text: z.string(),
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.nullable(z.string()) }),
});
export type CustomerNote = z.infer<typeof customerNoteSchema>;

export const listNotesQuery = z.strictObject(listQuery);
