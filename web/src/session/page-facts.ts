/** What the server wrote into the page when it answered it. */
import type { SessionAnswer } from '../../../src/contracts/session.ts';

let placeTimeZone: string | undefined;

function meta(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="trunkline:${name}"]`)?.content;
}

/** The host of the page, on the port of realtime. */
export function realtimeUrl(): string {
  return `${location.protocol}//${location.hostname}:${meta('realtime-port') ?? '3002'}`;
}

/** Where there is no page to read it from. */
export function tellTimeZone(zone: string): void {
  placeTimeZone = zone;
}

export function timeZone(): string {
  placeTimeZone ??= meta('time-zone') ?? 'Asia/Jakarta';
  return placeTimeZone;
}

/** False when the page came without a session's cookie: nobody needs to ask the API who is signed in. */
export function maybeSignedIn(): boolean {
  return meta('session') !== 'none';
}

/** Who is signed in, as the server knew when it answered the page; once, since it ages. */
export function takeSession(): SessionAnswer | undefined {
  const text = takeText('trunkline:session');
  return text === undefined ? undefined : (JSON.parse(text) as SessionAnswer);
}

/** Data that the server wrote into the page, once. */
export function takeText(id: string): string | undefined {
  const element = document.getElementById(id);
  element?.remove();
  return element?.textContent || undefined;
}
