/** A browser that its push service no longer knows is told nothing more: what follows from such a delivery. */
import type { PushSubscriptionCommand } from '../actors/push_subscription/commands.ts';
import type { DeliveryOutcome } from '../engine/delivery-policy.ts';
import type { Delivery } from '../engine/delivery-sql.ts';
import type { Effect } from '../engine/effects.ts';
import { SUBSCRIPTION_GONE } from '../engine/providers/web-push.ts';

export function endGoneBrowser(
  { recipient }: Pick<Delivery, 'recipient'>,
  outcome: DeliveryOutcome,
): readonly Effect[] {
  if (recipient.kind !== 'push_subscription') return [];
  if (outcome.outcome !== 'suppressed' || outcome.reason !== SUBSCRIPTION_GONE) return [];
  const command: PushSubscriptionCommand = { type: 'end', reason: 'gone' };
  // Others may have found out at the same time.
  return [{ effect: 'command', actor: recipient, command, tolerateRejection: true }];
}
