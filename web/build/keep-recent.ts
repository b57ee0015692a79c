/**
 * Old parts of the portal stay for a day beside the new ones: a page that is open through a deployment, and a process
 * that still serves the page before, find what they ask for. Names carry a hash, so nothing is ever overwritten.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const KEPT_MS = 24 * 3_600_000;

export function keepRecent(): Plugin {
  return {
    name: 'trunkline:keep-recent',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      const assets = join(dir ?? '', 'assets');
      const current = new Set(Object.keys(bundle).map((name) => name.replace(/^assets\//, '')));
      for (const name of readdirSync(assets)) {
        if (current.has(name.replace(/\.(br|gz)$/, ''))) continue;
        const file = join(assets, name);
        if (Date.now() - statSync(file).mtimeMs > KEPT_MS) rmSync(file, { force: true });
      }
    },
  };
}
