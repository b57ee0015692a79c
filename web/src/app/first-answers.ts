/**
 * What a first screen waits for once everything else of it is there: the answers that its page has asked for. Drawn
 * without them, it is drawn twice, and the second time takes as long as the first.
 */

/** Longer than the API takes, shorter than people notice: whoever is far away sees that the page is coming. */
const PATIENCE_MS = 300;

const asked: Promise<unknown>[] = [];

export function awaitFirst(answers: Promise<unknown>): void {
  asked.push(answers);
}

/** Never rejects: what went wrong is said by the page. */
export async function firstAnswers(): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([Promise.allSettled(asked.splice(0)), patience]);
}
