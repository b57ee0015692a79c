/**
 * Who is signed in.
 *
 * S1 A session that ends in the middle of work is `expired`, not `signed_out`: the page stays as it is, a dialog over
 *    it asks for the password, and every request that was refused is sent again after it.
 * S2 Somebody else signing in there gets a new page: nothing of the one before is left in it.
 */
import type { Permission } from '../../../src/contracts/permissions.ts';
import type { SessionAnswer } from '../../../src/contracts/session.ts';
import { change, get, onUnauthenticated } from '../api/client.ts';
import { ProblemError } from '../api/problem-error.ts';
import { maybeSignedIn } from './page-facts.ts';
import { hasChosenLocale, locale } from './preferences.ts';
import { createStore, useStore } from './store.ts';

export type SessionUser = SessionAnswer['user'];

export type Session =
  | { readonly state: 'loading' }
  | { readonly state: 'signed_out' }
  | { readonly state: 'away'; readonly error: Error }
  | { readonly state: 'signed_in' | 'expired'; readonly user: SessionUser; readonly id: string };

export const session = createStore<Session>({ state: 'loading' });

let renewed: { promise: Promise<void>; resolve: () => void } | undefined;

onUnauthenticated(() => {
  const now = session.get();
  if (now.state !== 'signed_in' && now.state !== 'expired') return undefined;
  expire();
  return renewed?.promise;
});

/** Asks the API who this is, unless the page came without a cookie. */
export async function loadSession(): Promise<void> {
  if (!maybeSignedIn()) return session.set({ state: 'signed_out' });
  session.set({ state: 'loading' });
  try {
    accept(await get<SessionAnswer>('/session'));
  } catch (error) {
    const signedOut = error instanceof ProblemError && error.status === 401;
    session.set(signedOut ? { state: 'signed_out' } : { state: 'away', error: error as Error });
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  const before = session.get();
  const answer = await change<SessionAnswer>('POST', '/session', { body: { username, password } });
  if (before.state === 'expired' && before.user.id !== answer.user.id) {
    location.assign('/');
    return;
  }
  accept(answer);
  renewed?.resolve();
  renewed = undefined;
}

export async function signOut(): Promise<void> {
  const before = session.get();
  // Nothing of the page asks for more while it is being left.
  session.set({ state: 'loading' });
  try {
    await forgetBrowser();
    await change('DELETE', '/session');
  } catch (error) {
    session.set(before);
    throw error;
  }
  location.assign('/');
}

/** Whoever signs in here next is not shown the notices of the one before. That it fails keeps nobody signed in. */
async function forgetBrowser(): Promise<void> {
  if (globalThis.Notification?.permission !== 'granted') return;
  const { turnOff } = await import('../push/this-browser.ts');
  await turnOff().catch(() => undefined);
}

/** The session has ended on the server. */
export function expire(): void {
  const now = session.get();
  if (now.state !== 'signed_in') return;
  renewed = gate();
  session.set({ ...now, state: 'expired' });
}

/** Rights may have changed. */
export async function refreshSession(): Promise<void> {
  if (session.get().state === 'signed_in') accept(await get<SessionAnswer>('/session'));
}

function accept({ user, session: { id } }: SessionAnswer): void {
  if (!hasChosenLocale()) locale.set(user.locale);
  session.set({ state: 'signed_in', user, id });
}

/** Whether somebody is signed in who works here. */
export function isStaff(now: Session = session.get()): boolean {
  return now.state === 'signed_in' && now.user.role !== 'customer';
}

/** As soon as it is known who this is. */
export function knownSession(): Promise<Session> {
  return new Promise((resolve) => {
    const tell = () => {
      const now = session.get();
      if (now.state === 'loading') return;
      stop();
      resolve(now);
    };
    const stop = session.subscribe(tell);
    tell();
  });
}

/** Of somebody who is signed in; pages are shown to nobody else. */
export function useUser(): SessionUser {
  return currentUser(useStore(session));
}

export function currentUser(now: Session = session.get()): SessionUser {
  if (now.state === 'signed_in' || now.state === 'expired') return now.user;
  throw new Error('Nobody is signed in');
}

export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useUser();
  return (permission) => permissions.includes(permission);
}

function gate(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
