/**
 * Attributes of spans about messages, after the messaging conventions
 * (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/).
 */
import type { Attributes } from '@opentelemetry/api';

export type MessagingOperation = 'send' | 'process' | 'receive' | 'settle';

/** `destination` is the queue, as an admin sees it in Bull Board. */
export function messagingAttributes(
  operation: MessagingOperation,
  destination: string,
  more: Attributes = {},
): Attributes {
  return {
    'messaging.system': 'bullmq',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': destination,
    ...more,
  };
}
