/**
 * Who is signed in.
 *
 * S1 A session that ends in the middle of work is `expired`, not `signed_out`: the page stays as it is, a dialog over
 *    it asks for the password, and every request that was refused is sent again after it.
 * S2 Somebody else signing in there gets a new page: nothing of the one before is left in it.
 * S3 All pages of a browser share its cookie: who signs in or out in one of them does so in all.
 */
import { useCallback } from 'react';
import type { Permission } from '../../../src/contracts/permissions.ts';
import type { SessionAnswer } from '../../../src/contracts/session.ts';
import { VIEWER_MAX_AGE_MS } from '../../../src/contracts/viewer-age.ts';
import { change, get, onReading, onUnauthenticated } from '../api/client.ts';
import { ProblemError } from '../api/problem-error.ts';
import { maybeSignedIn, takeSession } from './page-facts.ts';
import { showLocale } from './preferences.ts';
import { createStore, useStore } from './store.ts';

const SLACK_MS = 200;

export type SessionUser = SessionAnswer['user'];

export type Session =
  | { readonly state: 'loading' }
  | { readonly state: 'signed_out' }
  | { readonly state: 'away'; readonly error: Error }
  | { readonly state: 'signed_in' | 'expired'; readonly user: SessionUser; readonly id: string };

interface Gate {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

export const session = createStore<Session>({ state: 'loading' }, 'current');

/** Being left: what ends now is not said. */
let leaving = false;
/** Nothing is asked for any more, unless the session does not end after all. */
let ending: Gate | undefined;
let otherPages: BroadcastChannel | undefined;
let renewed: Gate | undefined;

onUnauthenticated(() => {
  const now = session.get();
  if (now.state !== 'signed_in' && now.state !== 'expired') return undefined;
  expire();
  return renewed?.promise;
});

onReading(() => ending?.promise);

/** Asks the API who this is, unless the page says it, or came without a cookie. */
export async function loadSession(): Promise<void> {
  const told = takeSession();
  if (told) return acceptSession(told);
  if (!maybeSignedIn()) return session.set({ state: 'signed_out' });
  session.set({ state: 'loading' });
  try {
    acceptSession(await get<SessionAnswer>('/session'));
  } catch (error) {
    const signedOut = error instanceof ProblemError && error.status === 401;
    session.set(signedOut ? { state: 'signed_out' } : { state: 'away', error: error as Error });
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  const before = session.get();
  const answer = await change<SessionAnswer>('POST', '/session', { body: { username, password } });
  const { id } = answer.user;
  otherPages?.postMessage(id);
  if (before.state === 'expired' && before.user.id !== id) {
    await forgetBrowser('here');
    leave();
    return;
  }
  renew(answer);
}

/** Hears who signs in and out in other pages of this browser. */
export function followOtherPages(): void {
  if (!('BroadcastChannel' in globalThis)) return;
  otherPages = new BroadcastChannel('trunkline.person');
  otherPages.onmessage = ({ data: person }: MessageEvent<string | null>) => {
    const now = session.get();
    if (leaving || now.state === 'loading') return;
    if ('user' in now) {
      if (person !== now.user.id) leave();
      else void get<SessionAnswer>('/session').then(goOn, () => undefined);
    } else if (person !== null) void get<SessionAnswer>('/session').then(acceptSession, () => undefined);
  };
}

export async function signOut(): Promise<void> {
  leaving = true;
  try {
    await forgetBrowser('everywhere');
    // Events still come in, of the browser that was just forgotten for one, and pages ask for what has changed.
    ending = gate();
    await change('DELETE', '/session');
  } catch (error) {
    // It had ended before.
    if (!(error instanceof ProblemError && error.status === 401)) {
      leaving = false;
      ending?.resolve();
      ending = undefined;
      throw error;
    }
  }
  otherPages?.postMessage(null);
  leave();
}

/** A new page, as the cookie says. Nothing of this one asks for more while it is being left. */
function leave(): void {
  leaving = true;
  ending ??= gate();
  session.set({ state: 'loading' });
  location.assign('/');
}

/** Whoever signs in here next is not shown the notices of the one before. That it fails keeps nobody signed in. */
async function forgetBrowser(where: 'here' | 'everywhere'): Promise<void> {
  if (globalThis.Notification?.permission !== 'granted') return;
  try {
    const { turnOff, turnOffHere } = await import('../push/this-browser.ts');
    await (where === 'here' ? turnOffHere() : turnOff());
  } catch {
    // The server finds out when it sends the next one.
  }
}

/** The session has ended on the server. */
function expire(): void {
  const now = session.get();
  if (now.state !== 'signed_in' || leaving) return;
  renewed = gate();
  session.set({ ...now, state: 'expired' });
}

/** Its end was heard of: of this page's session, or only of one that another page has replaced since (S3). */
export async function hearEnd(): Promise<void> {
  const before = session.get();
  if (before.state !== 'signed_in' || leaving) return;
  // Who signed in anew ends this one with it, and its end may be here before their answer with the new cookie.
  await new Promise((resolve) => setTimeout(resolve, SLACK_MS));
  try {
    let answer = await get<SessionAnswer>('/session');
    if (answer.session.id === before.id) {
      // Some process may not have heard of it yet; whoever has answers 401, and the page asks for the password.
      await new Promise((resolve) => setTimeout(resolve, VIEWER_MAX_AGE_MS + SLACK_MS));
      answer = await get<SessionAnswer>('/session');
    }
    goOn(answer);
  } catch {
    expire();
  }
}

/** With the session that the cookie names by now. */
function goOn(answer: SessionAnswer): void {
  const now = session.get();
  if (leaving || !('user' in now)) return;
  if (answer.user.id === now.user.id) renew(answer);
  else leave();
}

function renew(answer: SessionAnswer): void {
  acceptSession(answer);
  renewed?.resolve();
  renewed = undefined;
}

/** Rights may have changed. */
export async function refreshSession(): Promise<void> {
  const now = session.get();
  if (now.state !== 'signed_in') return;
  goOn(await get<SessionAnswer>('/session'));
}

/** Says who this is. */
export function acceptSession({ user, session: { id } }: SessionAnswer): void {
  showLocale(user.locale);
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
  return useCallback((permission) => permissions.includes(permission), [permissions]);
}

function gate(): Gate {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
