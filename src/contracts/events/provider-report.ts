/** Events of what providers report of messages: facts of ours alone, nobody's words and nobody's number. */
import * as z from 'zod/mini';
import type { EventDefinition } from './definition.ts';

/** `sent`: the provider has it, whatever its answer to us was. */
export const reportedStatuses = ['sent', 'delivered', 'shown', 'read', 'failed'] as const;
export type ReportedStatus = (typeof reportedStatuses)[number];

export const providerReportEvents = {
  'provider_report.received': {
    version: 1,
    description: 'A provider reported what became of a message that it had accepted.',
    classes: [],
    data: z.object({
      provider: z.string(),
      messageId: z.string(),
      status: z.enum(reportedStatuses),
      /** Our own id of the message, where the provider gives it back. */
      deliveryId: z.optional(z.string()),
      /** Why it failed, in the provider's words without numbers. */
      reason: z.optional(z.string()),
    }),
  },
} as const satisfies Record<`provider_report.${string}`, EventDefinition>;
