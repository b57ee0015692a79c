/**
 * What people want to be told of, where, and when: the types of notices, what each role gets of them, and what a
 * person may choose. A type is what a person can tell apart; several templates belong to one.
 */
import * as z from 'zod/mini';
import type { Role } from './permissions.ts';

export const noticeChannels = ['in_app', 'push', 'email', 'whatsapp'] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/** At once, or gathered into one message. The inbox is always at once. */
export const digests = ['immediate', 'hourly', 'daily'] as const;
export type Digest = (typeof digests)[number];

export interface NoticeType {
  /** Beginnings of the templates' names; the longest that fits says the type. */
  readonly templates: readonly string[];
  /** Where each role is told of it, as long as nobody chose otherwise. */
  readonly told: Readonly<Partial<Record<Role, readonly NoticeChannel[]>>>;
  /** Cannot be switched off: whoever did not do it has to hear of it. */
  readonly always?: true;
}

export const noticeTypes = {
  new_tickets: {
    templates: ['ticket.created'],
    told: { supervisor: ['in_app', 'email'], technician: ['in_app'] },
  },
  assignments: {
    templates: ['ticket.assigned', 'ticket.joined', 'ticket.unassigned'],
    told: { technician: ['in_app', 'whatsapp'] },
  },
  visits: { templates: ['ticket.visit'], told: { customer: ['in_app', 'email', 'whatsapp'] } },
  progress: {
    templates: ['ticket.'],
    told: { supervisor: ['in_app'], technician: ['in_app'], customer: ['in_app', 'email', 'whatsapp'] },
  },
  comments: {
    templates: ['ticket.commented', 'ticket.attached'],
    told: { supervisor: ['in_app'], technician: ['in_app'], customer: ['in_app', 'email'] },
  },
  replies: { templates: ['reply.'], told: { customer_service: ['in_app'] } },
  ratings: {
    templates: ['ticket.rated'],
    told: { supervisor: ['in_app', 'email'], technician: ['in_app'] },
  },
  deadlines: {
    templates: ['ticket.sla_', 'ticket.escalated'],
    told: {
      manager: ['in_app', 'email', 'whatsapp'],
      supervisor: ['in_app', 'email', 'whatsapp'],
      technician: ['in_app'],
    },
  },
  registrations: {
    templates: ['registration.'],
    told: { customer_service: ['in_app'], supervisor: ['in_app'] },
  },
  summaries: { templates: ['summary.'], told: { manager: ['in_app', 'email'] } },
  incidents: {
    templates: ['incident.', 'webhook.'],
    told: { admin: ['in_app'], noc: ['in_app'] },
  },
  subscription: {
    templates: ['customer.'],
    always: true,
    told: { customer: ['in_app', 'email', 'whatsapp'] },
  },
  accounts: { templates: ['user.'], told: { admin: ['in_app'] } },
  own_account: {
    templates: ['account.'],
    always: true,
    told: {
      admin: ['in_app', 'email'],
      manager: ['in_app', 'email'],
      noc: ['in_app', 'email'],
      supervisor: ['in_app', 'email'],
      customer_service: ['in_app', 'email'],
      technician: ['in_app', 'email'],
      customer: ['in_app', 'email'],
    },
  },
} as const satisfies Record<string, NoticeType>;

export type NoticeTypeName = keyof typeof noticeTypes;
export const noticeTypeNames = Object.keys(noticeTypes) as [NoticeTypeName, ...NoticeTypeName[]];

const beginnings = noticeTypeNames
  .flatMap((type) => noticeTypes[type].templates.map((start) => ({ type, start })))
  .sort((a, b) => b.start.length - a.start.length);

/** Undefined for what belongs to no type: it is told as its handler says, and nobody can choose. */
export function noticeTypeOf(template: string): NoticeTypeName | undefined {
  return beginnings.find(({ start }) => template.startsWith(start))?.type;
}

const clockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

/** By the wall clock of the portal's time zone; `to` before `from` goes over midnight. */
export const quietHoursSchema = z
  .strictObject({ from: clockTime, to: clockTime })
  .check(z.refine(({ from, to }) => from !== to, 'must begin and end at different times'));
export type QuietHours = z.infer<typeof quietHoursSchema>;

const choiceSchema = z.strictObject({
  off: z.array(z.enum(noticeChannels)).check(z.maxLength(noticeChannels.length)),
  digest: z.enum(digests),
});
export type NoticeChoice = z.infer<typeof choiceSchema>;

/** What a person chose; what is not there is as it is for their role. */
export const noticePreferencesSchema = z.object({
  notices: z.partialRecord(z.enum(noticeTypeNames), choiceSchema),
  quietHours: z.nullable(quietHoursSchema),
});
export type NoticePreferences = z.infer<typeof noticePreferencesSchema>;

export const noPreferences: NoticePreferences = { notices: {}, quietHours: null };

/** Replaces what is named; null gives a type back to the default of the role. */
export const changeNoticePreferencesSchema = z
  .strictObject({
    notices: z.optional(
      z.partialRecord(
        z.enum(noticeTypeNames),
        z.nullable(
          z.strictObject({
            on: z
              .array(z.enum(noticeChannels))
              .check(z.refine((on) => new Set(on).size === on.length, 'must name each channel once')),
            digest: z.enum(digests),
          }),
        ),
      ),
    ),
    quietHours: z.optional(z.nullable(quietHoursSchema)),
  })
  .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field'));

export const noticePreferencesViewSchema = z.object({
  types: z.array(
    z.object({
      type: z.enum(noticeTypeNames),
      /** Where one can be told of it at all. */
      offered: z.array(z.enum(noticeChannels)),
      on: z.array(z.enum(noticeChannels)),
      digest: z.enum(digests),
      /** Cannot be switched off. */
      always: z.boolean(),
      /** Chosen by the person, not the default of the role. */
      chosen: z.boolean(),
    }),
  ),
  quietHours: z.nullable(quietHoursSchema),
  position: z.string(),
});
export type NoticePreferencesView = z.infer<typeof noticePreferencesViewSchema>;

/** Where a role can be told of the type at all: in their browsers of all that their inbox tells. */
export function offeredTo(role: Role, type: NoticeTypeName): readonly NoticeChannel[] {
  const told: NoticeType['told'] = noticeTypes[type].told;
  return (told[role] ?? []).flatMap((channel) => (channel === 'in_app' ? ['in_app', 'push'] : [channel]));
}

/** As it is told to this person: as they chose, else at once wherever their role is told. */
export function choiceOf({ notices }: NoticePreferences, type: NoticeTypeName): NoticeChoice {
  return (!isAlways(type) && notices[type]) || { off: [], digest: 'immediate' };
}

export function isAlways(type: NoticeTypeName): boolean {
  return 'always' in noticeTypes[type];
}
