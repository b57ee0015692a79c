/** One command for many tickets, registrations or customers: a job that works itself off, with a result for each. */
import * as z from 'zod/mini';
import { customerFilterSchema } from './customers.ts';
import { suspendReasons } from './events/customer.ts';
import { limitSchema, offsetSchema } from './http.ts';
import type { Permission } from './permissions.ts';
import { registrationFilterSchema } from './registrations.ts';
import { idSchema, instantSchema, text, zoneSchema } from './text.ts';
import { ticketFilterSchema } from './ticket-list.ts';
import { ticketPrioritySchema } from './tickets.ts';

export const BULK_MAX = 10_000;
/** As many ids, their command and the rest of the JSON. */
export const BULK_MAX_BODY_BYTES = 512 * 1024;

export const bulkKinds = ['ticket', 'registration', 'customer'] as const;
export type BulkKind = (typeof bulkKinds)[number];

/** A command's name says what it is given to. */
export const bulkCommands = [
  'assign',
  'edit',
  'hold',
  'resume',
  'cancel',
  'reopen',
  'snooze',
  'verify',
  'approve',
  'reject',
  'suspend',
  'reactivate',
] as const;
export const bulkCommandSchema = z.enum(bulkCommands);
export type BulkCommandName = (typeof bulkCommands)[number];

/** What each is given to, and the right that it takes, as alone. */
export const bulkCommandTable = {
  assign: { kind: 'ticket', permission: 'tickets.assign' },
  edit: { kind: 'ticket', permission: 'tickets.edit' },
  hold: { kind: 'ticket', permission: 'tickets.work' },
  resume: { kind: 'ticket', permission: 'tickets.work' },
  cancel: { kind: 'ticket', permission: 'tickets.cancel' },
  reopen: { kind: 'ticket', permission: 'tickets.reopen' },
  snooze: { kind: 'ticket', permission: 'tickets.snooze' },
  verify: { kind: 'registration', permission: 'registrations.verify' },
  approve: { kind: 'registration', permission: 'registrations.approve' },
  reject: { kind: 'registration', permission: 'registrations.verify' },
  suspend: { kind: 'customer', permission: 'customers.status' },
  reactivate: { kind: 'customer', permission: 'customers.status' },
} as const satisfies Record<BulkCommandName, { kind: BulkKind; permission: Permission }>;

const reasonSchema = text(1, 500);

const ticketActionSchema = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('assign'),
    technicianId: idSchema,
    /** Said on purpose: their day may be fuller than its maximum. Without it the rest is refused. */
    overbook: z.optional(z.boolean()),
  }),
  z.strictObject({ command: z.literal('edit'), priority: ticketPrioritySchema }),
  z.strictObject({ command: z.literal('hold'), reason: reasonSchema }),
  z.strictObject({ command: z.literal('resume') }),
  z.strictObject({ command: z.literal('cancel'), reason: reasonSchema }),
  z.strictObject({ command: z.literal('reopen'), reason: reasonSchema }),
  z.strictObject({ command: z.literal('snooze'), until: instantSchema }),
]);
export type BulkTicketAction = z.infer<typeof ticketActionSchema>;

const registrationActionSchema = z.discriminatedUnion('command', [
  /** All of them are in this zone. */
  z.strictObject({ command: z.literal('verify'), zone: zoneSchema }),
  z.strictObject({ command: z.literal('approve'), waiveSurvey: z._default(z.boolean(), false) }),
  /** Each applicant reads it. */
  z.strictObject({ command: z.literal('reject'), reason: reasonSchema }),
]);
export type BulkRegistrationAction = z.infer<typeof registrationActionSchema>;

const customerActionSchema = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('suspend'),
    reason: z.enum(suspendReasons),
    /** For staff; kept with the notes of each. */
    note: z.optional(text(1, 2_000)),
  }),
  z.strictObject({ command: z.literal('reactivate') }),
]);
export type BulkCustomerAction = z.infer<typeof customerActionSchema>;
export type BulkAction = BulkTicketAction | BulkRegistrationAction | BulkCustomerAction;

const idsSchema = z.array(idSchema).check(
  z.minLength(1),
  z.maxLength(BULK_MAX),
  z.refine((ids) => new Set(ids).size === ids.length, 'must not name one twice'),
);

function startOf<A extends z.ZodMiniType, F extends z.ZodMiniType>(action: A, filter: F) {
  return z
    .strictObject({
      action,
      ids: z.optional(idsSchema),
      /** All that match it at the start. */
      filter: z.optional(filter),
      /** The number that was agreed to: more than that are not touched. */
      expected: z.optional(z.int().check(z.gte(1), z.lte(BULK_MAX))),
    })
    .check(
      z.refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), 'name ids or a filter'),
    );
}

export const startBulkSchema = startOf(ticketActionSchema, ticketFilterSchema);
export const startRegistrationBulkSchema = startOf(registrationActionSchema, registrationFilterSchema);
export const startCustomerBulkSchema = startOf(customerActionSchema, customerFilterSchema);

export const bulkStates = ['running', 'finished', 'cancelled'] as const;
export const bulkOutcomes = ['waiting', 'done', 'refused', 'skipped'] as const;

export const bulkOutcomeSchema = z.enum(bulkOutcomes);
export type BulkOutcome = z.infer<typeof bulkOutcomeSchema>;

export const bulkSchema = z.object({
  id: idSchema,
  /** What its items are. */
  kind: z.enum(bulkKinds),
  command: bulkCommandSchema,
  state: z.enum(bulkStates),
  /** Of a cancelled one: its owner asked for it, or lost the right to go on. */
  why: z.nullable(z.enum(['asked', 'rights'])),
  total: z.int(),
  done: z.int(),
  refused: z.int(),
  createdAt: z.string(),
  endedAt: z.nullable(z.string()),
  seq: z.int(),
});
export type Bulk = z.infer<typeof bulkSchema>;

export const bulksSchema = z.object({ data: z.array(bulkSchema), position: z.string() });

export const listBulkItemsQuery = z.strictObject({
  limit: limitSchema,
  offset: offsetSchema(BULK_MAX),
  outcome: z.optional(bulkOutcomeSchema),
});

export const exportBulkItemsQuery = z.strictObject({ outcome: z.optional(bulkOutcomeSchema) });

export const bulkItemSchema = z.object({
  itemId: idSchema,
  /** A ticket's or registration's number, a customer's code. Null where it is not (any more) the reader's to see. */
  number: z.nullable(z.string()),
  /** A ticket's title, else a name. */
  title: z.nullable(z.string()),
  outcome: bulkOutcomeSchema,
  /** Why it was refused, as the API would have answered. */
  code: z.nullable(z.string()),
  detail: z.nullable(z.string()),
});
export type BulkItem = z.infer<typeof bulkItemSchema>;

export const bulkItemsSchema = z.object({ data: z.array(bulkItemSchema) });
