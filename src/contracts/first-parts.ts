/** What a page of the portal needs beside the entry: written by the build, read by the API. */
import type { Permission, Role } from './permissions.ts';

/** In the folder of the build. */
export const FIRST_PARTS_FILE = '.vite/first-parts.json';

/** Names of scripts and styles, from the root of the portal. */
type Files = readonly string[];

interface Page {
  readonly files: Files;
  /** Whoever has none of these is shown that the page is not theirs; empty for everybody. */
  readonly access: readonly Permission[];
}

export interface FirstParts {
  /** Which build this is: pages and what renders them have to be of the same. */
  readonly build: string;
  readonly words: Readonly<Record<'id' | 'en', { readonly everybody: Files; readonly staff: Files }>>;
  /** `touch`: sizes for fingers, on the whole document. */
  readonly shells: Readonly<Record<Role, { readonly files: Files; readonly touch: boolean }>>;
  /** What stands at `/`: a page, or the address of another one. */
  readonly starts: Readonly<Record<Role, Page | { readonly path: string }>>;
  /** Files of styles by what marks the classes in them: `13bil` of `_title_13bil_13`. */
  readonly styles: Readonly<Record<string, string>>;
  /** Addresses of pages for whoever has no account. */
  readonly open: readonly string[];
  /** `$name` in a path is a parameter. */
  readonly pages: readonly (Page & { readonly path: string })[];
}
