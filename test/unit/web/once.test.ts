import { describe, expect, it } from 'vitest';
import { createOnce } from '../../../web/src/api/once.ts';
import { AwayError, ProblemError } from '../../../web/src/api/problem-error.ts';

const refusal = (status: number, code: string) => new ProblemError({ status, code }, new Headers());

/** The keys that were sent, one for each answer; an answer that is an error is thrown. */
async function keysOf(...sent: readonly (readonly [what: unknown, answer: unknown])[]): Promise<string[]> {
  const once = createOnce();
  const keys: string[] = [];
  for (const [what, answer] of sent)
    await once(what, async (key) => {
      keys.push(key);
      if (answer instanceof Error) throw answer;
    }).catch(() => undefined);
  return keys;
}

describe('what is asked twice', () => {
  it.each([
    ['no answer', new AwayError(undefined)],
    ['a failure', refusal(503, 'unavailable')],
    ['a limit', refusal(429, 'rate_limited')],
    ['the same request at work', refusal(409, 'idempotency_in_flight')],
  ])('keeps its key after %s', async (_name, answer) => {
    const [first, second] = await keysOf(['words', answer], ['words', 'done']);
    expect(second).toBe(first);
  });

  it.each([
    ['an answer', 'done'],
    ['a refusal', refusal(409, 'wrong_state')],
  ])('is something new after %s', async (_name, answer) => {
    const [first, second] = await keysOf(['words', answer], ['words', 'done']);
    expect(second).not.toBe(first);
  });

  it('has no key of other words, and none of what was asked before those', async () => {
    const silence = new AwayError(undefined);
    const keys = await keysOf([{ to: 'all' }, silence], [{ to: 'role' }, silence], [{ to: 'all' }, 'done']);
    expect(new Set(keys).size).toBe(3);
  });
});
