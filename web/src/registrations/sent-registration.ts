/**
 * The registration that was sent, for this tab, until its sender has read the answer: sent again with the same key
 * it is answered as it was the first time, so an answer that was lost on the way, or a page that was loaded anew,
 * costs nobody anything.
 */
import { type NewRegistration, submitRegistration, type TrackingToken } from '../api/applicants.ts';
import { newKey } from '../api/client.ts';
import { isRefusal } from '../api/once.ts';

const KEY = 'trunkline.registration';

export interface SentRegistration {
  readonly key: string;
  readonly body: NewRegistration;
}

/** Kept before it is sent. What has not changed keeps its key. */
export function keepSent(body: NewRegistration): SentRegistration {
  const before = readSent();
  const same = before && JSON.stringify(before.body) === JSON.stringify(body);
  const sent = same ? before : { key: newKey(), body };
  write(JSON.stringify(sent));
  return sent;
}

export function readSent(): SentRegistration | undefined {
  try {
    const kept = sessionStorage.getItem(KEY);
    return kept === null ? undefined : (JSON.parse(kept) as SentRegistration);
  } catch {
    return undefined;
  }
}

export function forgetSent(): void {
  write(null);
}

/** A refusal is an answer: nothing was registered. Silence is not. */
export async function sendRegistration({ key, body }: SentRegistration): Promise<TrackingToken> {
  try {
    return await submitRegistration(body, key);
  } catch (error) {
    if (isRefusal(error)) forgetSent();
    throw error;
  }
}

function write(value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, value);
  } catch {
    // Forbidden: after a reload the form is empty.
  }
}
