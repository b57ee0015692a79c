/**
 * Where the focus is after a change of page: on its heading, so that a screen reader says where one is and Tab goes on
 * from there. It stays where it is at the first page, and where the new page put it itself.
 */
import { useEffect } from 'react';
import { isWindowOpen } from './use-shortcut.ts';

/** What closes as the page changes (a menu, the drawer) gives the focus back first. */
const MOST_FRAMES = 90;

let before: Element | null = null;
let state: 'settled' | 'leaving' | 'waiting for a heading' = 'settled';

/** Somebody goes to another page, or back. */
export function leavePage(): void {
  before = document.activeElement;
  state = 'leaving';
}

/** The page is there, if perhaps without its heading. */
export function comeToPage(isAnother: boolean, frames = MOST_FRAMES): void {
  if (state !== 'leaving') return;
  if (isAnother && isWindowOpen() && frames > 0) {
    requestAnimationFrame(() => comeToPage(isAnother, frames - 1));
    return;
  }
  state = 'settled';
  const main = document.querySelector('main');
  const now = document.activeElement;
  const isOfThePage = now !== before && now !== main && main?.contains(now);
  if (!isAnother || !main || isOfThePage || isWindowOpen()) return;
  const heading = main.querySelector('h1');
  if (!heading) state = 'waiting for a heading';
  (heading ?? main).focus({ preventScroll: true });
}

/** Of every heading of a page. */
export function useHeadingFocus(heading: { readonly current: HTMLHeadingElement | null }): void {
  useEffect(() => {
    if (state !== 'waiting for a heading') return;
    state = 'settled';
    const now = document.activeElement;
    if (now === document.body || now?.localName === 'main') heading.current?.focus({ preventScroll: true });
  }, [heading]);
}
