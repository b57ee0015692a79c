/**
 * Old parts of the portal stay for a day beside the new ones: a page that is open through a deployment, and a process
 * that still serves the page before, find what they ask for. Names carry a hash, so nothing is ever overwritten.
 *
 * The day begins with the build that a part is no more of, however long it was served until then: a list beside the
 * manifest says when that was.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const KEPT_MS = 24 * 3_600_000;
const LIST = '.vite/old-parts.json';

/** By name: when it became old, in ms since 1970. */
export type OldParts = Readonly<Record<string, number>>;

export function keepRecent(): Plugin {
  return {
    name: 'trunkline:keep-recent',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      const assets = join(dir, 'assets');
      const current = new Set(Object.keys(bundle).map((name) => name.replace(/^assets\//, '')));
      const old = readdirSync(assets).filter((name) => !current.has(name.replace(/\.(br|gz)$/, '')));
      const { kept, gone } = sortOld(old, readList(dir), Date.now());
      for (const name of gone) rmSync(join(assets, name), { force: true });
      writeFileSync(join(dir, LIST), JSON.stringify(kept));
    },
  };
}

/** What stays of that which is not of the build, and what has had its day. */
export function sortOld(
  names: readonly string[],
  known: OldParts,
  nowMs: number,
): { readonly kept: OldParts; readonly gone: readonly string[] } {
  const since = names.map((name) => [name, known[name] ?? nowMs] as const);
  const isKept = ([, at]: readonly [string, number]) => nowMs - at <= KEPT_MS;
  return {
    kept: Object.fromEntries(since.filter(isKept)),
    gone: since.filter((one) => !isKept(one)).map(([name]) => name),
  };
}

function readList(dir: string): OldParts {
  try {
    return JSON.parse(readFileSync(join(dir, LIST), 'utf8')) as OldParts;
  } catch {
    return {};
  }
}
