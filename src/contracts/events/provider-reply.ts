/** Events of what people answer to messages: facts of ours alone; the words and the number stand in the reply's row (L6). */
import * as z from 'zod/mini';
import type { EventDefinition } from './definition.ts';

/** What became of a reply: a comment on a ticket, a note of a customer, or nothing but the notice. */
export const replyFates = ['comment', 'note', 'notice'] as const;

/** What a person did about a reply that belonged to no ticket. */
export const replyEnds = ['ticket', 'done'] as const;

export const providerReplyEvents = {
  'provider_reply.received': {
    version: 1,
    description: 'Somebody answered by WhatsApp.',
    classes: [],
    /** The provider's id of the message that it answers, where the provider says so. */
    data: z.object({ provider: z.string(), replyTo: z.nullable(z.string()) }),
  },
  'provider_reply.settled': {
    version: 1,
    description: 'An answer by WhatsApp is where it belongs.',
    classes: ['staff'],
    data: z.object({
      as: z.enum(replyFates),
      ticketId: z.nullable(z.string()),
      customerId: z.nullable(z.string()),
      registrationId: z.nullable(z.string()),
    }),
  },
  'provider_reply.ticketed': {
    version: 1,
    description: 'A person made a ticket of an answer by WhatsApp.',
    classes: ['staff'],
    data: z.object({ ticketId: z.string() }),
  },
  'provider_reply.done': {
    version: 1,
    description: 'An answer by WhatsApp needs no ticket: a person saw to it.',
    classes: ['staff'],
    data: z.object({}),
  },
  'provider_reply.reopened': {
    version: 1,
    description: 'An answer by WhatsApp is to be seen to after all.',
    classes: ['staff'],
    data: z.object({}),
  },
} as const satisfies Record<`provider_reply.${string}`, EventDefinition>;
