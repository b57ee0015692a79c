/** Exporting and erasing people on the wire, and which words of events are theirs. */
import * as z from 'zod/mini';
import { listQuery } from './http.ts';
import { idSchema, text } from './text.ts';

/** Keys under which events hold words of people. Every other string of an event is a fact: see `src/people/facts.ts`. */
export const wordsInEvents = [
  'title',
  'description',
  'category',
  'text',
  'reason',
  'resolution',
  'feedback',
  'note',
  'photoUrl',
  'message',
  'username',
] as const;

/** A closed list: a reason in words could name the person again, in the log. */
export const erasureReasons = ['asked', 'no_longer_needed', 'mistake', 'authority'] as const;

export const personKinds = ['customer', 'user', 'registration'] as const;
export type PersonKind = (typeof personKinds)[number];

/** Ids of all actors that are the person. */
export const subjectsSchema = z.object({
  customers: z.array(z.string()),
  users: z.array(z.string()),
  technicians: z.array(z.string()),
  registrations: z.array(z.string()),
});
export type Subjects = z.infer<typeof subjectsSchema>;

export const eraseSchema = z.strictObject({
  reason: z.enum(erasureReasons),
  /** Code of the customer, number of the registration, username of the account: typed by whoever means it. */
  confirm: text(1, 80),
});

export const erasureSchema = z.object({
  id: idSchema,
  kind: z.enum(personKinds),
  reason: z.enum(erasureReasons),
  /** `running`: the person's own rows are erased and their sessions ended; words elsewhere are being taken out. */
  status: z.enum(['running', 'finished']),
  startedAt: z.string(),
  finishedAt: z.nullable(z.string()),
});
export type Erasure = z.infer<typeof erasureSchema>;

export const listErasuresQuery = z.strictObject({
  ...listQuery,
  status: z.optional(z.enum(['running', 'finished'])),
});

/** The file: facts about it, then a list of rows for each part. */
export const personExportSchema = z.record(z.string(), z.unknown());
