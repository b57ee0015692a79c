/** Registrations on the wire: what applicants send and see, and what staff do with them. */
import * as z from 'zod/mini';
import { addressSchema } from './address.ts';
import { codeSchema } from './codes.ts';
import { anyOf, listQuery, searchSchema } from './http.ts';
import { idSchema, instantSchema, text, zoneSchema } from './text.ts';
import { ticketStatusSchema } from './tickets.ts';
import { emailSchema } from './users.ts';

export const registrationStatuses = [
  'pending_verification',
  'verified',
  'survey_scheduled',
  'survey_completed',
  'approved',
  'customer_created',
  'rejected',
  'cancelled',
] as const;
export const registrationStatusSchema = z.enum(registrationStatuses);
export type RegistrationStatus = z.infer<typeof registrationStatusSchema>;

/** When somebody is at home. */
export const visitSlots = ['morning', 'afternoon', 'evening'] as const;
export const visitSlotSchema = z.enum(visitSlots);

/** Every command that can be given a registration, by its name in addresses. `cancel` is the applicant's alone. */
export const registrationCommands = [
  'verify',
  'schedule-survey',
  'record-survey',
  'approve',
  'create-customer',
  'reject',
  'cancel',
  'erase',
] as const;
export type RegistrationCommandName = (typeof registrationCommands)[number];

/** R- and at least six digits. */
export const registrationNumberSchema = z
  .string()
  .check(z.regex(/^R-[0-9]{6,9}$/, 'must be a number like R-000123'));

/** As people write it: read as Indonesian unless it begins with +. */
const phoneInputSchema = text(6, 30);

/** Of the form: when it was opened, signed by the server; and a field that people do not see, which robots fill. */
const formFields = { form: text(1, 200), website: z._default(text(0, 200), '') };

export const askCodeSchema = z.strictObject({
  phone: phoneInputSchema,
  locale: z._default(z.enum(['id', 'en']), 'id'),
  ...formFields,
});

export const submitRegistrationSchema = z.strictObject({
  name: text(2, 200),
  phone: phoneInputSchema,
  email: z.optional(z.nullable(emailSchema)),
  address: addressSchema,
  packageId: idSchema,
  preferredDate: z.iso.date(),
  preferredSlot: visitSlotSchema,
  locale: z._default(z.enum(['id', 'en']), 'id'),
  code: codeSchema,
  ...formFields,
});

export const askTrackingCodeSchema = z.strictObject({ number: registrationNumberSchema });
export const openTrackingSchema = z.strictObject({ number: registrationNumberSchema, code: codeSchema });

const offeredPackageSchema = z.object({
  id: idSchema,
  name: z.string(),
  downMbps: z.int(),
  upMbps: z.int(),
  monthlyPrice: z.int(),
  setupFee: z.int(),
});
export type OfferedPackage = z.infer<typeof offeredPackageSchema>;

export const registrationFormSchema = z.object({
  form: z.string(),
  packages: z.array(offeredPackageSchema),
});

/** Lets its holder look at one registration, in the API as in realtime. */
export const trackingTokenSchema = z.object({
  number: z.string(),
  token: z.string(),
  expiresAt: z.string(),
});

/** What the applicant sees of it: no word of the staff's but the reason of a refusal. */
export const trackedRegistrationSchema = z.object({
  number: z.string(),
  status: registrationStatusSchema,
  name: z.string(),
  package: z.string(),
  preferredDate: z.string(),
  preferredSlot: visitSlotSchema,
  surveyAt: z.nullable(z.string()),
  feasible: z.nullable(z.boolean()),
  rejectReason: z.nullable(z.string()),
  customerCode: z.nullable(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  allowed: z.array(z.enum(registrationCommands)),
  seq: z.int(),
  position: z.string(),
});
export type TrackedRegistration = z.infer<typeof trackedRegistrationSchema>;

export const verifyRegistrationSchema = z.strictObject({ zone: zoneSchema });
export const scheduleSurveySchema = z.strictObject({
  scheduledAt: instantSchema,
  /** Of a survey that has a technician: their day may be one too many. */
  overbook: z.optional(z.boolean()),
});
export const recordSurveySchema = z.strictObject({
  feasible: z.boolean(),
  note: z.optional(text(1, 2_000)),
});
export const approveRegistrationSchema = z.strictObject({
  /** Said on purpose where no survey was made. */
  waiveSurvey: z._default(z.boolean(), false),
});
export const createCustomerOfRegistrationSchema = z.strictObject({
  /** Of the installation. */
  scheduledAt: z.optional(instantSchema),
});
export const rejectRegistrationSchema = z.strictObject({ reason: text(1, 500) });

export const registrationSorts = [
  'createdAt',
  '-createdAt',
  'updatedAt',
  '-updatedAt',
  'number',
  '-number',
] as const;

const registrationFilterShape = {
  status: anyOf(registrationStatuses),
  zone: z.optional(zoneSchema),
  /** Number, name, phone or e-mail. */
  q: searchSchema,
};

/** What a list shows, without order and place. */
export const registrationFilterQuery = z.strictObject(registrationFilterShape);
export type RegistrationFilterQuery = z.infer<typeof registrationFilterQuery>;

/** The same filter where it comes in a body. */
export const registrationFilterSchema = z.strictObject({
  ...registrationFilterShape,
  status: z.optional(z.array(registrationStatusSchema).check(z.minLength(1), z.maxLength(20))),
});

export const listRegistrationsQuery = z.strictObject({
  ...listQuery,
  ...registrationFilterShape,
  sort: z._default(z.enum(registrationSorts), '-createdAt'),
});

const ticketOfRegistrationSchema = z.nullable(z.object({ id: idSchema, number: z.string() }));

export const registrationSchema = z.object({
  id: idSchema,
  number: z.string(),
  status: registrationStatusSchema,
  name: z.string(),
  phone: z.string(),
  email: z.nullable(z.string()),
  address: addressSchema,
  /** Known once it is verified. */
  zone: z.nullable(z.string()),
  packageId: idSchema,
  /** In lists and in the registration itself; commands answer without it. */
  packageName: z.optional(z.nullable(z.string())),
  preferredDate: z.string(),
  preferredSlot: visitSlotSchema,
  locale: z.enum(['id', 'en']),
  surveyTicket: ticketOfRegistrationSchema,
  /** In the registration itself: a survey whose ticket was cancelled is to be planned anew. */
  surveyTicketStatus: z.optional(z.nullable(ticketStatusSchema)),
  surveyAt: z.nullable(z.string()),
  feasible: z.nullable(z.boolean()),
  surveyNote: z.nullable(z.string()),
  surveyWaived: z.boolean(),
  rejectReason: z.nullable(z.string()),
  customerId: z.nullable(idSchema),
  customerCode: z.nullable(z.string()),
  installationTicket: ticketOfRegistrationSchema,
  /** Since when there is no name, no contact and no address. */
  erasedAt: z.nullable(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.int(),
  seq: z.int(),
  /** Commands that state and rights of the reader allow. */
  allowed: z.array(z.enum(registrationCommands)),
});
export type Registration = z.infer<typeof registrationSchema>;
