/** What a page cannot go on without is asked for until it comes: less and less often, and at once when back on line. */

const FIRST_MS = 500;
const MOST_MS = 15_000;

export async function insist<T>(load: () => Promise<T>): Promise<T> {
  for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(2 * pauseMs, MOST_MS)) {
    try {
      return await load();
    } catch {
      await untilOnline(pauseMs);
    }
  }
}

function untilOnline(limitMs: number): Promise<void> {
  const page = globalThis as unknown as EventTarget;
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      page.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, limitMs);
    page.addEventListener('online', end);
  });
}
