/** Sends a code to a phone that somebody names, as often as one phone, and whoever names it, may have it sent. */
import { codeLimits } from '../contracts/codes.ts';
import type { Api } from './api.ts';
import { type CodeSubject, issueCode, requireSecrets } from './one-time-codes.ts';
import { ApiProblem } from './problem.ts';
import type { Reply } from './route.ts';

export const codeSent = {
  status: 202,
  body: { againInSeconds: codeLimits.pauseMs / 1_000, goodForSeconds: codeLimits.lifeMs / 1_000 },
} as const satisfies Reply;

/**
 * @param by who asks, where that is known: what the phone alone bears is no leave to try many phones
 * @throws ApiProblem rate_limited, unavailable without a key
 */
export async function sendCode(
  api: Api,
  of: CodeSubject,
  to: { readonly phone: string; readonly locale: 'id' | 'en' },
  by?: string,
): Promise<void> {
  const secrets = requireSecrets(api);
  const { codesPerSubject } = api.registrationLimits;
  const taken: string[] = [];
  try {
    for (const subject of [to.phone, by]) {
      if (subject === undefined) continue;
      const mark = secrets.mark('limit', subject);
      await codesPerSubject.take(mark);
      taken.push(mark);
    }
    await issueCode(api, of, to);
  } catch (error) {
    // One was sent less than a minute ago, so this one was not, and counts for none.
    if (isRateLimited(error)) for (const mark of taken) await codesPerSubject.giveBack(mark);
    throw error;
  }
}

export function isRateLimited(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'rate_limited';
}
