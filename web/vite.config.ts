// How the portal is built: root `web`, out to `dist/web`, nothing inline (the page's CSP forbids it).

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { catalogues } from './build/catalogues.ts';
import { codeSplitting } from './build/chunks.ts';
import { compress } from './build/compress.ts';
import { firstParts } from './build/first-parts.ts';
import { keepRecent } from './build/keep-recent.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const api = process.env.API_URL ?? 'http://127.0.0.1:3001';

export default defineConfig({
  root: here,
  plugins: [react(), catalogues(here), firstParts(here), compress(), keepRecent()],
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    // Pages that are open still ask for the parts of the build before: `keepRecent` puts away what is a day old.
    emptyOutDir: false,
    manifest: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting } },
  },
  server: { proxy: Object.fromEntries(['/api', '/ops', '/admin', '/docs'].map((path) => [path, api])) },
});
