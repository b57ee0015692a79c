/**
 * What is asked twice is done once.
 *
 * K1 The same words keep their Idempotency-Key until they were answered, however often they are sent.
 * K2 Other words are another intention: they get a key of their own, and never the answer to those before.
 */
import { newKey } from './client.ts';
import { ProblemError } from './problem-error.ts';

type Once = <T>(what: unknown, send: (key: string) => Promise<T>) => Promise<T>;

/** @returns sends `what` with the key that belongs to it: `once(body, (key) => createTicket(body, key))` */
export function createOnce(): Once {
  let kept: { readonly said: string; readonly key: string } | undefined;
  return async (what, send) => {
    const said = JSON.stringify(what);
    const sent = kept?.said === said ? kept : { said, key: newKey() };
    kept = sent;
    const answered = () => {
      if (kept === sent) kept = undefined;
    };
    try {
      const answer = await send(sent.key);
      answered();
      return answer;
    } catch (error) {
      if (isRefusal(error)) answered();
      throw error;
    }
  };
}

/** A refusal is an answer: nothing was done. Silence, a failure, and the same request at work elsewhere are none. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof ProblemError &&
    error.status < 500 &&
    error.status !== 429 &&
    error.code !== 'idempotency_in_flight'
  );
}
