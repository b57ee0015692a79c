/** The portal's registry of pages outside a browser, so that whatever walks all pages walks a new one too. */
import { join } from 'node:path';
import { type Permission, type Role, rolePermissions } from '../../src/contracts/permissions.ts';

export interface PortalPage {
  /** As in the registry: `$id` is a parameter. */
  readonly path: string;
  readonly access: readonly Permission[];
}

const root = join(import.meta.dirname, '../..');
const registryFile = join(root, 'web/src/app/pages.ts');

export async function readPortalPages(): Promise<readonly PortalPage[]> {
  return (await readRegistry()).pages;
}

/** Addresses that are shown to whoever has no account. */
export async function readOpenPages(): Promise<readonly string[]> {
  return (await readRegistry()).openPages.map(({ path }) => path);
}

interface Registry {
  readonly pages: readonly PortalPage[];
  readonly openPages: readonly { readonly path: string }[];
}

async function readRegistry(): Promise<Registry> {
  // By a name that the compiler does not follow: what it imports the types of is for a browser.
  const { pages, openPages } = (await import(registryFile)) as Partial<Registry>;
  if (!pages?.length || !openPages?.length) throw new Error(`${registryFile} exports no pages`);
  return { pages, openPages };
}

/** The pages that a role may open, before an administrator changed anything. */
export function pagesOfRole(pages: readonly PortalPage[], role: Role): readonly PortalPage[] {
  return pages.filter(
    ({ access }) =>
      access.length === 0 || access.some((permission) => rolePermissions[role].includes(permission)),
  );
}

/**
 * An address of the page: a parameter is filled with the first entry of its list, as the person sees it.
 * @param read the answer to a GET of the API, in the person's session
 */
export async function addressOfPage(path: string, read: (path: string) => Promise<unknown>): Promise<string> {
  const [list, parameter] = path.split('/$');
  if (parameter === undefined) return path;
  const { data } = (await read(`/api/v1${list}?limit=1`)) as { readonly data: readonly { id: string }[] };
  if (!data[0]) throw new Error(`There is nothing in ${list} to open ${path} with`);
  return `${list}/${data[0].id}`;
}
