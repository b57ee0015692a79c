/** Pages by their folder; each is a file of its own but the customer's start, which is in the entry. */
import type { ComponentType } from 'react';
import { begin, Page } from '../pages/customer-start/page.tsx';

/** What the `page.tsx` of a folder exports. */
export interface PageModule {
  readonly Page: ComponentType;
  /**
   * Asks the API for what the page shows first, as soon as its file is there: beside the shell's, before anything is
   * drawn. A first screen waits a moment for the answers, other pages do not.
   */
  readonly begin?: (search: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

const customerStart: PageModule = { Page, begin };

const files = import.meta.glob<PageModule>([
  '../pages/*/page.tsx',
  '!../pages/{customer-start,sign-in}/page.tsx',
]);

/** @throws Error when there is no such page */
export async function loadPage(folder: string): Promise<PageModule> {
  if (folder === 'customer-start') return customerStart;
  const load = files[`../pages/${folder}/page.tsx`];
  if (!load) throw new Error(`There is no page in ${folder}`);
  return await load();
}
