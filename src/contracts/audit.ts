/** The audit log on the wire: who did what, when, from where, and what it was before and after. */
import * as z from 'zod/mini';
import { listQuery } from './http.ts';
import { instantSchema, text } from './text.ts';

export const auditIdSchema = z.string().check(z.regex(/^[1-9]\d{0,17}$/));

const filter = {
  /** Id of the person or the token. */
  by: z.optional(text(1, 80)),
  /** Type of the event, or name of the deed at a console. */
  action: z.optional(text(1, 100)),
  /** `kind/id` of the actor, or what the console's deed was done to. */
  target: z.optional(text(1, 300)),
  since: z.optional(instantSchema),
  until: z.optional(instantSchema),
};

export const auditFilterQuery = z.strictObject(filter);
export const listAuditQuery = z.strictObject({ ...listQuery, ...filter });
export type AuditFilter = z.output<typeof auditFilterQuery>;

export const auditSchema = z.object({
  id: auditIdSchema,
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.nullable(z.string()) }),
  action: z.string(),
  target: z.string(),
  /** What people call it: a ticket's number, a person's name. Null where it has none. */
  targetName: z.nullable(z.string()),
  detail: z.record(z.string(), z.unknown()),
  /** Null where nobody said, and of people who were erased. */
  address: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  traceId: z.nullable(z.string()),
});
export type AuditEntry = z.infer<typeof auditSchema>;

export const auditDetailSchema = z.extend(auditSchema, {
  /** What it changed, field by field; null where the log has no actor for it. */
  changes: z.nullable(
    z.array(z.object({ field: z.string(), before: z.optional(z.unknown()), after: z.optional(z.unknown()) })),
  ),
});
export type AuditDetail = z.infer<typeof auditDetailSchema>;
