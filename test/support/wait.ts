// Waiting for a condition with a deadline, so that no test sleeps.

import { setTimeout as pause } from 'node:timers/promises';

type WaitOptions = {
  readonly deadlineMs?: number;
  readonly everyMs?: number;
};

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/**
 * Calls `fn` until it answers something truthy, and returns that. A throw counts as "not yet".
 * After the deadline it throws with the last error, or with what `fn` last answered.
 */
export async function waitFor<T>(
  fn: () => T | Promise<T>,
  { deadlineMs = 20_000, everyMs = 20 }: WaitOptions = {},
): Promise<Truthy<T>> {
  const deadline = performance.now() + deadlineMs;
  let lastError: unknown;
  let lastAnswer: unknown;
  for (;;) {
    try {
      const answer = await fn();
      if (answer) return answer as Truthy<T>;
      lastAnswer = answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadline) {
      const why = lastError instanceof Error ? lastError.message : `last answer: ${String(lastAnswer)}`;
      throw new Error(`not within ${deadlineMs} ms: ${why}`, { cause: lastError });
    }
    await pause(everyMs);
  }
}
