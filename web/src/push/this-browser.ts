/**
 * Web push in this browser: what it can, what was allowed, and its subscription.
 *
 * A1 Nobody is asked for permission but by the press of a button.
 * A2 It is on when this browser has a subscription of our key, and the server knows it as this person's.
 * A3 One that the server does not know as this person's is somebody else's, who was here before: it ends.
 */
import { type PushBrowser, pushSubscriptionId } from '../../../src/contracts/push.ts';
import { endBrowser, startBrowser } from '../api/push.ts';

const WORKER = '/sw.js';

export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

export interface ThisBrowser {
  readonly state: PushState;
  /** In the list of the person's browsers, when it is there. */
  readonly id: string | undefined;
}

export async function readThisBrowser(publicKey: string, list: readonly PushBrowser[]): Promise<ThisBrowser> {
  if (!isSupported()) return { state: 'unsupported', id: undefined };
  const subscription = await currentSubscription();
  const id = subscription && (await idOf(subscription.endpoint));
  const known = list.some((one) => one.id === id) ? id : undefined;
  if (Notification.permission === 'denied') return { state: 'denied', id: known };
  const isOn = known !== undefined && subscription !== undefined && keyOf(subscription) === publicKey;
  return { state: isOn ? 'on' : 'off', id: known };
}

/** @returns what became of it: a person may say no. @throws when the browser's push service refuses */
export async function turnOn(publicKey: string): Promise<PushState> {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'off';
  await navigator.serviceWorker.register(workerUrl(), { scope: '/', updateViaCache: 'none' });
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  // One of a key we have no more: nothing would come.
  if (before && keyOf(before) !== publicKey) await before.unsubscribe();
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  await startBrowser(subscription.toJSON());
  return 'on';
}

/** The server first: what it does not know it cannot send, whatever becomes of the rest. */
export async function turnOff(): Promise<void> {
  const subscription = isSupported() ? await currentSubscription() : undefined;
  if (!subscription) return;
  await endBrowser(await idOf(subscription.endpoint));
  await subscription.unsubscribe();
}

/** Whoever asked for it may not be here any more: the server hears of it when it sends the next notice. */
export async function turnOffHere(): Promise<void> {
  const subscription = isSupported() ? await currentSubscription() : undefined;
  await subscription?.unsubscribe();
}

/** A3, for somebody who has just come; `readList` gives the browsers that the server knows as theirs. */
export async function endOthers(readList: () => Promise<readonly PushBrowser[]>): Promise<void> {
  const subscription = isSupported() ? await currentSubscription() : undefined;
  if (!subscription) return;
  const id = await idOf(subscription.endpoint);
  const list = await readList();
  if (!list.some((one) => one.id === id)) await subscription.unsubscribe();
}

function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;
}

async function currentSubscription(): Promise<PushSubscription | undefined> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? undefined;
}

async function idOf(endpoint: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint)));
  return pushSubscriptionId([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}

function keyOf({ options }: PushSubscription): string | undefined {
  const key = options.applicationServerKey;
  if (!key) return undefined;
  const text = btoa(String.fromCharCode(...new Uint8Array(key)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The page's policy wants to be told that this text may become a script (Trusted Types). */
function workerUrl(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesFactory };
  const policy = trustedTypes?.createPolicy('trunkline-push', { createScriptURL: () => WORKER });
  return (policy?.createScriptURL(WORKER) as string | undefined) ?? WORKER;
}

interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(text: string): string },
  ): { createScriptURL(text: string): unknown };
}
