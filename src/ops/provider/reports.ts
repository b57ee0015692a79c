// What WhatsApp tells its customer by webhook: that a phone has the message, or what somebody answered. Who makes the
// words signs them as the real one does, so the receiver's checks run for real.
//
// At most once each and bounded: a receiver that is away misses its report, as with real gateways it may.

export type Hook = { url: string; headers: Record<string, string>; body: string };

/** Made when it goes out. Undefined: nobody is there to be told. */
export type MakeHook = (at: Date) => Promise<Hook | undefined> | Hook | undefined;

export type Reports = {
  /** Sends `copies` equal hooks some time later; never waits, never throws. */
  send(make: MakeHook, copies: number): void;
  counts(): { sent: number; failed: number; dropped: number };
  stop(): Promise<void>;
};

const MAX_WAITING = 1_000;
const TIMEOUT_MS = 3_000;

export function createReports(options: { delayMs: number; now: () => Date }): Reports {
  const counts = { sent: 0, failed: 0, dropped: 0 };
  const timers = new Set<NodeJS.Timeout>();
  const inFlight = new Set<Promise<void>>();
  const stopping = new AbortController();

  async function post(make: MakeHook, copies: number): Promise<void> {
    try {
      const hook = await make(options.now());
      if (!hook) counts.failed += copies;
      else await Promise.all(Array.from({ length: copies }, () => postOne(hook)));
    } catch {
      counts.failed += copies;
    }
  }

  async function postOne({ url, headers, body }: Hook): Promise<void> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        headers: { 'content-type': 'application/json', ...headers },
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
    send(make, copies) {
      if (timers.size + inFlight.size + copies > MAX_WAITING) {
        counts.dropped += copies;
        return;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        const posting = post(make, copies).finally(() => inFlight.delete(posting));
        inFlight.add(posting);
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
