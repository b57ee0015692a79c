/**
 * Codes that are on their way, for this tab. Another one within a minute is refused, so whoever comes back by then (the
 * form was closed, or the page was loaded anew while they looked for the message) goes on with the one that was sent.
 */
import type { CodeSent } from '../api/applicants.ts';

const KEY = 'trunkline.codes';

/** By receiver: from when on another code can be asked for, ms since 1970. */
type Sent = Readonly<Record<string, number>>;

/**
 * Asks for a code unless one is on its way.
 *
 * @param receiver what the code is for and where it goes: another one is another code
 * @returns from when on another can be asked for, ms since 1970
 */
export async function codeFor(receiver: string, ask: () => Promise<CodeSent>): Promise<number> {
  const now = Date.now();
  const waiting: Sent = Object.fromEntries(Object.entries(readSent()).filter(([, againAt]) => againAt > now));
  const known = waiting[receiver];
  if (known !== undefined) return known;
  const { againInSeconds } = await ask();
  const againAt = Date.now() + againInSeconds * 1_000;
  writeSent({ ...waiting, [receiver]: againAt });
  return againAt;
}

/** It was taken: whoever wants to be proven again needs another one. */
export function forgetCode(receiver: string): void {
  writeSent(Object.fromEntries(Object.entries(readSent()).filter(([one]) => one !== receiver)));
}

function readSent(): Sent {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Sent;
  } catch {
    return {};
  }
}

function writeSent(sent: Sent): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(sent));
  } catch {
    // Forbidden: whoever comes back within the minute has to wait for its end.
  }
}
