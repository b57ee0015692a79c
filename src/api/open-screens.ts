/**
 * First screens for whoever is not signed in: to sign in, and the pages for everybody. They are the same for all, so each
 * is rendered once in a while, and strangers take no time of the renderer that people who work need.
 */
import { LRUCache } from 'lru-cache';
import type { Rendered, RenderVisit } from '../contracts/rendering.ts';
import type { PortalPage } from './portal-page.ts';

/** What they show of the platform (zones, packages) changes rarely, and is read anew by whoever goes on. */
const KEPT_MS = 60_000;
/** Three addresses in two languages are there. */
const MOST = 20;

/** @param url path and search. Undefined where it is not rendered */
export type OpenScreens = (url: string, locale: RenderVisit['locale']) => Promise<Rendered | undefined>;

/** @param render never rejects */
export function createOpenScreens(
  { build, open }: Pick<PortalPage, 'build' | 'open'>,
  render: (visit: RenderVisit, gone: AbortSignal) => Promise<Rendered | undefined>,
): OpenScreens {
  const kept = new LRUCache<string, Promise<Rendered | undefined>>({ max: MOST, ttl: KEPT_MS });
  const nobodyIsGone = new AbortController().signal;
  return async (url, locale) => {
    const [path = '/', search] = url.split('?');
    const isOpen = open.includes(path);
    // What the address says more (a token to follow a registration) is for the browser alone.
    if (isOpen && search !== undefined) return undefined;
    // At every other address they are asked who they are.
    const shown = isOpen ? path : '/';
    const key = `${locale} ${shown}`;
    const known = kept.get(key);
    if (known) return await known;
    const coming = render({ url: shown, locale, build }, nobodyIsGone);
    kept.set(key, coming);
    const rendered = await coming;
    if (!rendered && kept.get(key) === coming) kept.delete(key);
    return rendered;
  };
}
