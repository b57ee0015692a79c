/**
 * The registry of BullMQ queues: every name, what its jobs carry, and who consumes it.
 *
 * A job is a doorbell. Its data holds ids and a trace context, never personal data and never a truth (design,
 * rule 3): whatever it says is read again from Postgres.
 */

/** Rings one mailbox: "look what came for this actor". */
export interface MailboxJob {
  readonly kind: string;
  readonly id: string;
  /** W3C traceparent of the newest event that caused the ring; for people, the worker reads the event's own. */
  readonly trace?: string;
  /** Set by the sweep: when the mailbox is taken, leave instead of ringing again (M2). */
  readonly sweep?: true;
}

/** Rings realtime or a follower: "look what came after your position". */
export interface LogJob {
  readonly follower?: string;
  readonly trace?: string;
}

export interface DeliveryJob {
  readonly delivery: string;
  readonly trace?: string;
}

export type CronJob =
  | { readonly timer: string; readonly trace?: string }
  | { readonly schedule: string; readonly instant: string };

export interface QueueDefinition {
  readonly name: string;
  readonly consumer: 'worker' | 'realtime';
  readonly purpose: string;
}

export const queues = {
  notifications: { name: 'notifications', consumer: 'worker', purpose: 'Mailboxes: who must be told' },
  business: { name: 'business', consumer: 'worker', purpose: 'Mailboxes: what must happen next' },
  realtime: { name: 'realtime', consumer: 'realtime', purpose: 'Rings the emitter of the log to sockets' },
  followers: { name: 'followers', consumer: 'worker', purpose: 'Readers of the whole log, by position' },
  deliveriesEmail: { name: 'deliveries-email', consumer: 'worker', purpose: 'E-mails to the SMTP provider' },
  deliveriesWhatsapp: {
    name: 'deliveries-whatsapp',
    consumer: 'worker',
    purpose: 'WhatsApp messages to the gateway',
  },
  deliveriesWebhook: {
    name: 'deliveries-webhook',
    consumer: 'worker',
    purpose: 'Events to subscribed webhooks',
  },
  deliveriesPush: {
    name: 'deliveries-push',
    consumer: 'worker',
    purpose: 'Notices to browsers, by their push services',
  },
  cron: { name: 'cron', consumer: 'worker', purpose: 'Timers and schedules that are due' },
} as const satisfies Record<string, QueueDefinition>;

export type QueueName = (typeof queues)[keyof typeof queues]['name'];

export const queueNames: readonly QueueName[] = Object.values(queues).map((queue) => queue.name);
