/** The proof that a push message was read by the browser it was encrypted for: it came within, and nowhere else. */
import { timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../engine/secrets.ts';

export function pushReceipt(secrets: Pick<Secrets, 'mark'>, deliveryId: string): string {
  return secrets.mark('push receipt', deliveryId);
}

export function isPushReceipt(secrets: Pick<Secrets, 'mark'>, deliveryId: string, receipt: string): boolean {
  const expected = Buffer.from(pushReceipt(secrets, deliveryId));
  const given = Buffer.from(receipt);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
