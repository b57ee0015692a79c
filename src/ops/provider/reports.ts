// Delivery reports: what a gateway tells its customer once the phone has the message.
// Signed as Standard Webhooks with the provider's token, so the receiver's checks run for real.
//
// At most once each and bounded: a receiver that is away misses its report, as with real gateways it may.

import { signWebhook } from '../../engine/webhook-signature.ts';

export type Reports = {
  /** Sends `copies` equal reports (same webhook-id) some time later; never waits, never throws. */
  send(url: string, messageId: string, copies: number): void;
  counts(): { sent: number; failed: number; dropped: number };
  stop(): Promise<void>;
};

const MAX_WAITING = 1_000;
const TIMEOUT_MS = 3_000;

export function createReports(options: { token: string; delayMs: number; now: () => Date }): Reports {
  const counts = { sent: 0, failed: 0, dropped: 0 };
  const timers = new Set<NodeJS.Timeout>();
  const inFlight = new Set<Promise<void>>();
  const stopping = new AbortController();

  async function post(url: string, messageId: string): Promise<void> {
    const at = options.now();
    const id = `report-${messageId}`;
    const body = JSON.stringify({
      type: 'message.delivered',
      timestamp: at.toISOString(),
      data: { id: messageId, status: 'delivered' },
    });
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        headers: {
          'content-type': 'application/json',
          ...signWebhook([options.token], id, at, body),
        },
        body,
      });
      await response.body?.cancel();
      if (response.ok) counts.sent++;
      else counts.failed++;
    } catch {
      counts.failed++;
    }
  }

  return {
    send(url, messageId, copies) {
      if (timers.size + inFlight.size + copies > MAX_WAITING) {
        counts.dropped += copies;
        return;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        for (let copy = 0; copy < copies; copy++) {
          const posting = post(url, messageId).finally(() => inFlight.delete(posting));
          inFlight.add(posting);
        }
      }, options.delayMs);
      timers.add(timer);
    },
    counts: () => ({ ...counts }),
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      stopping.abort();
      await Promise.all(inFlight);
    },
  };
}
