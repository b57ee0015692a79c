/** How large the window is that asks for a page, before it is there. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import type { Viewport } from '../contracts/rendering.ts';

/** Written by `web/public/early.js` at every page: `1280x720`, in CSS pixels. */
const VIEWPORT_COOKIE = 'trunkline_viewport';
const SIZE = /^([1-9]\d{1,3})x([1-9]\d{1,3})$/;

const DESK: Viewport = { widthPx: 1280, heightPx: 720 };
const PHONE: Viewport = { widthPx: 390, heightPx: 760 };

/** As it was at the last page of this browser; at the first one by what kind of browser it says to be. */
export function viewportOf({ cookie = '', 'user-agent': userAgent = '' }: IncomingHttpHeaders): Viewport {
  const [, widthPx, heightPx] = SIZE.exec(parseCookie(cookie)[VIEWPORT_COOKIE] ?? '') ?? [];
  if (widthPx !== undefined) return { widthPx: Number(widthPx), heightPx: Number(heightPx) };
  return /\bMobi/.test(userAgent) ? PHONE : DESK;
}
