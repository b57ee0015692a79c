/** What a page of the portal needs beside the entry, files and answers: written by the build, read by the API. */
import type { Permission, Role } from './permissions.ts';

/** In the folder of the build. */
export const FIRST_PARTS_FILE = '.vite/first-parts.json';

/** Names of scripts and styles, from the root of the portal. */
type Files = readonly string[];

interface Page {
  readonly files: Files;
  /** Whoever has none of these is shown that the page is not theirs; empty for everybody. */
  readonly access: readonly Permission[];
  /** What it asks the API for first, when its address says nothing more. */
  readonly reads: readonly { readonly path: string; readonly needs?: Permission }[];
}

export interface FirstParts {
  readonly words: Readonly<Record<'id' | 'en', { readonly everybody: Files; readonly staff: Files }>>;
  readonly shells: Readonly<Record<Role, Files>>;
  /** What stands at `/`. */
  readonly starts: Readonly<Record<Role, Page>>;
  /** `$name` in a path is a parameter. */
  readonly pages: readonly (Page & { readonly path: string })[];
}
