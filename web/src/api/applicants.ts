/** What somebody without an account can ask: the form, its code, and to follow their registration by a token. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { codeSentSchema } from '../../../src/contracts/codes.ts';
import type {
  registrationFormSchema,
  submitRegistrationSchema,
  TrackedRegistration,
  trackingTokenSchema,
} from '../../../src/contracts/registrations.ts';
import { change, get } from './client.ts';

const base = '/public/registrations';

export type RegistrationForm = z.infer<typeof registrationFormSchema>;
export type TrackingToken = z.infer<typeof trackingTokenSchema>;
export type NewRegistration = z.input<typeof submitRegistrationSchema>;
export type CodeSent = z.infer<typeof codeSentSchema>;

const readForm = (signal: AbortSignal) => get<RegistrationForm>(`${base}/form`, {}, signal);

/** What the form offers: the same for everybody, so it comes with the page. */
export const offeredPackages = queryOptions({
  queryKey: ['offered-packages'] as const,
  queryFn: async ({ signal }) => (await readForm(signal)).packages,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Its signature says when it was opened, so it is read once for each time the page is. */
export const registrationForm = queryOptions({
  queryKey: ['registration-form'] as const,
  queryFn: async ({ signal }) => ({ form: (await readForm(signal)).form, openedAt: Date.now() }),
  // Whoever fills it in has opened it.
  meta: { asks: 'browser' },
  staleTime: Number.POSITIVE_INFINITY,
});

export function askCode(body: {
  readonly phone: string;
  readonly locale: 'id' | 'en';
  readonly form: string;
  readonly website: string;
}): Promise<CodeSent> {
  return change('POST', `${base}/codes`, { body });
}

export function submitRegistration(body: NewRegistration, key: string): Promise<TrackingToken> {
  return change('POST', base, { body, key });
}

export function askTrackingCode(number: string): Promise<CodeSent> {
  return change('POST', `${base}/tracking-codes`, { body: { number } });
}

export function openTracking(number: string, code: string): Promise<TrackingToken> {
  return change('POST', `${base}/tracking`, { body: { number, code } });
}

export const trackedKey = ['registration-tracked'] as const;

export function trackedRegistration(token: string) {
  return queryOptions({
    queryKey: [...trackedKey, token] as const,
    queryFn: ({ signal }) => get<TrackedRegistration>(`${base}/tracking`, {}, signal, token),
  });
}

export function cancelTracked(token: string): Promise<TrackedRegistration> {
  return change('POST', `${base}/tracking/cancel`, { body: {}, bearer: token });
}
