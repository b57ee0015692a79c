/** Saved views of the ticket list: a name for filter, sort and columns; and what a person starts with. */
import * as z from 'zod/mini';
import { roles } from './permissions.ts';
import { idSchema, text } from './text.ts';
import { ticketFilterSchema, ticketSortSchema } from './ticket-list.ts';

/** Every column that the list of tickets can show. */
export const ticketColumns = [
  'number',
  'title',
  'customer',
  'zone',
  'type',
  'status',
  'priority',
  'technician',
  'due',
  'createdAt',
  'updatedAt',
] as const;
export type TicketColumn = (typeof ticketColumns)[number];

/** In the order in which they stand. */
export const columnsSchema = z.array(z.enum(ticketColumns)).check(
  z.minLength(1),
  z.refine((columns) => new Set(columns).size === columns.length, 'must name each column once'),
);

/** The views that nobody has to save. */
export const builtInViews = ['all', 'work', 'unassigned', 'late', 'snoozed'] as const;
export type BuiltInView = (typeof builtInViews)[number];
export const viewIdSchema = z.union([idSchema, z.enum(builtInViews)]);

/** Customers have no list of tickets to view. */
const staffRoles = roles.filter((role) => role !== 'customer');

export const sharingSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('nobody') }),
  z.strictObject({
    to: z.literal('role'),
    role: z.enum(staffRoles as [(typeof staffRoles)[number], ...typeof staffRoles]),
  }),
  z.strictObject({ to: z.literal('everybody') }),
]);
export type Sharing = z.infer<typeof sharingSchema>;

const content = {
  filter: ticketFilterSchema,
  sort: ticketSortSchema,
  /** Null: the columns that a person has chosen for themselves. */
  columns: z.nullable(columnsSchema),
};

const nameSchema = text(1, 60).check(z.refine((name) => name.trim() !== '', 'must not be blank'));

export const createViewSchema = z.strictObject({
  name: nameSchema,
  ...content,
  shared: z._default(sharingSchema, { to: 'nobody' }),
});

export const editViewSchema = z
  .strictObject({
    name: z.optional(nameSchema),
    filter: z.optional(content.filter),
    sort: z.optional(content.sort),
    columns: z.optional(content.columns),
    shared: z.optional(sharingSchema),
  })
  .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field'));

export const viewSchema = z.object({
  id: idSchema,
  name: z.string(),
  ...content,
  shared: sharingSchema,
  owner: z.object({ id: idSchema, name: z.string() }),
  /** The reader may change it. */
  mine: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.int(),
  seq: z.int(),
});
export type View = z.infer<typeof viewSchema>;

/** What a person's list begins with. */
export const listSettingsSchema = z.object({
  defaultViewId: z.nullable(viewIdSchema),
  columns: z.nullable(columnsSchema),
});
export type ListSettings = z.infer<typeof listSettingsSchema>;

export const changeListSettingsSchema = z
  .strictObject({
    defaultViewId: z.optional(z.nullable(viewIdSchema)),
    columns: z.optional(z.nullable(columnsSchema)),
  })
  .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field'));

export const viewsSchema = z.object({
  data: z.array(viewSchema),
  settings: listSettingsSchema,
  position: z.string(),
});
