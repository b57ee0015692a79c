/** Attempts to deliver as metrics: each is counted where its outcome was committed. */
import type { DeliveryOutcomeName } from '../contracts/generic/metrics.ts';
import type { Delivery, Recovered } from './delivery-sql.ts';
import { count, observeTraced } from './metrics.ts';

export function measureCall({ channel, trace }: Delivery, calledMs: number): void {
  observeTraced('deliveryCallDuration', (performance.now() - calledMs) / 1_000, { channel }, trace);
}

export function measureOutcome(
  { channel, createdAt, trace }: Delivery,
  outcome: DeliveryOutcomeName,
  nowMs: number,
): void {
  count('deliveryAttempts', 1, { channel, outcome });
  if (outcome !== 'sent') return;
  const ageMs = Math.max(0, nowMs - Date.parse(createdAt));
  observeTraced('deliveryAcceptedAge', ageMs / 1_000, { channel }, trace);
}

/** Attempts that ended with their process; one that was handed over is unknown for good. */
export function measureRecovered(recovered: readonly Recovered[]): void {
  for (const { channel, status } of recovered) {
    count('deliveryAttempts', 1, { channel, outcome: status === 'unknown' ? 'unknown' : 'lost' });
  }
}
