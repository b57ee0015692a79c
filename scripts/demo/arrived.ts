/** What the local provider received, by the ids of the ledger. */
import type { Client } from './platform.ts';

/** How often each message arrived since the instant. */
export async function readArrived(admin: Client, since: string): Promise<ReadonlyMap<string, number>> {
  const arrived = new Map<string, number>();
  for (const channel of ['email', 'whatsapp']) {
    const { body } = await admin.get(`/ops/outbox?channel=${channel}&limit=1000&since=${since}`);
    for (const { idempotencyKey, messageId } of body.data as Record<string, string>[]) {
      const id = idempotencyKey ?? messageId?.slice(1).split('@')[0] ?? '';
      arrived.set(id, (arrived.get(id) ?? 0) + 1);
    }
  }
  return arrived;
}
