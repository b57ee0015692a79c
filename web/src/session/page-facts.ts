/** What the server wrote into the page when it answered it. */
import type { SessionAnswer } from '../../../src/contracts/session.ts';

function meta(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="trunkline:${name}"]`)?.content;
}

/** The host of the page, on the port of realtime. */
export function realtimeUrl(): string {
  return `${location.protocol}//${location.hostname}:${meta('realtime-port') ?? '3002'}`;
}

export function timeZone(): string {
  return meta('time-zone') ?? 'Asia/Jakarta';
}

/** False when the page came without a session's cookie: nobody needs to ask the API who is signed in. */
export function maybeSignedIn(): boolean {
  return meta('session') !== 'none';
}

/** Who is signed in, as the server knew when it answered the page; once, since it ages. */
export function takeSession(): SessionAnswer | undefined {
  const element = document.getElementById('trunkline:session');
  element?.remove();
  return element?.textContent ? (JSON.parse(element.textContent) as SessionAnswer) : undefined;
}
