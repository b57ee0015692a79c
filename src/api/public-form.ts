/**
 * What keeps robots from a public form without asking a third party: a field that people do not see, and a time that
 * nobody fills it in. When the form was opened is signed by us and carried by the form itself; nothing is kept.
 */
import type { Secrets } from '../engine/secrets.ts';
import { ApiProblem, invalid } from './problem.ts';

export const formTimes = {
  /** Nobody reads and writes faster. */
  leastMs: 3_000,
  /** A page that was open since yesterday is opened anew. */
  mostMs: 12 * 3_600_000,
} as const;

export function signForm(secrets: Secrets, now: Date): string {
  const openedAt = now.getTime().toString(36);
  return `${openedAt}.${secrets.mark('form', openedAt)}`;
}

/** @throws ApiProblem for a form that is not ours, too old, or filled in too fast */
export function checkForm(secrets: Secrets, form: string, now: Date): void {
  const [openedAt = '', mark = ''] = form.split('.');
  if (mark !== secrets.mark('form', openedAt)) throw invalid('form', 'is not a form of ours');
  const ageMs = now.getTime() - Number.parseInt(openedAt, 36);
  if (ageMs > formTimes.mostMs) throw invalid('form', 'is too old: open it again');
  if (ageMs < formTimes.leastMs) {
    throw new ApiProblem('rate_limited', {
      detail: 'That was faster than anybody fills in a form.',
      headers: { 'Retry-After': String(Math.ceil((formTimes.leastMs - ageMs) / 1_000)) },
    });
  }
}
