/**
 * The CloudEvents 1.0 envelope in which every event reaches a client or a webhook.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md ; `traceparent` is the Distributed
 * Tracing extension, `position` and `actorseq` are ours.
 */
import * as z from 'zod/mini';

export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  /** Version of the event type's data. */
  dataschemaversion: z.int(),
  /** `epoch:offset`; what a client names in `auth.since` when it comes back. */
  position: z.string(),
  /** The actor's own sequence: a client that has this or a later one in its state knows the event already (R2). */
  actorseq: z.int(),
  traceparent: z.optional(z.string()),
  /** `{kind, id}` of who caused it. */
  by: z.optional(z.record(z.string(), z.unknown())),
  data: z.record(z.string(), z.unknown()),
});

export type Envelope = z.infer<typeof envelopeSchema>;
