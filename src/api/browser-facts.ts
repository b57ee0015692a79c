/** What a browser says of itself before a page is there. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import type { Viewport } from '../contracts/rendering.ts';

export interface BrowserFacts {
  readonly viewport: Viewport;
  /** Chosen in this browser, whoever is signed in. */
  readonly locale: 'id' | 'en' | undefined;
}

/** Written by the portal (`web/public/early.js`, `web/src/session/preferences.ts`): `1280x720` in CSS pixels; `en`. */
const VIEWPORT_COOKIE = 'trunkline_viewport';
const LOCALE_COOKIE = 'trunkline_locale';
const SIZE = /^([1-9]\d{1,3})x([1-9]\d{1,3})$/;

const DESK: Viewport = { widthPx: 1280, heightPx: 720 };
const PHONE: Viewport = { widthPx: 390, heightPx: 760 };

/** The window as it was at the last page of this browser; at the first one by what kind of browser it says to be. */
export function browserFacts({
  cookie = '',
  'user-agent': userAgent = '',
}: IncomingHttpHeaders): BrowserFacts {
  const { [VIEWPORT_COOKIE]: size = '', [LOCALE_COOKIE]: chosen } = parseCookie(cookie);
  const [, widthPx, heightPx] = SIZE.exec(size) ?? [];
  const usual = /\bMobi/.test(userAgent) ? PHONE : DESK;
  return {
    viewport: widthPx === undefined ? usual : { widthPx: Number(widthPx), heightPx: Number(heightPx) },
    locale: chosen === 'id' || chosen === 'en' ? chosen : undefined,
  };
}
