// How the portal is built: root `web`, out to `dist/web`, nothing inline (the page's CSP forbids it); and for the
// renderer (`--ssr`) as one file with all it needs, out to `dist/web-server`.

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type BuildEnvironmentOptions, defineConfig } from 'vite';
import { catalogues } from './build/catalogues.ts';
import { codeSplitting } from './build/chunks.ts';
import { compress } from './build/compress.ts';
import { firstParts } from './build/first-parts.ts';
import { keepRecent } from './build/keep-recent.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Which build this is, the same for both (`src/ops/build.mjs`). */
const build = process.env.TRUNKLINE_BUILD ?? 'by hand';
const api = process.env.API_URL ?? 'http://127.0.0.1:3001';

const out = (folder: string) => fileURLToPath(new URL(`../dist/${folder}`, import.meta.url));

const forBrowsers: BuildEnvironmentOptions = {
  outDir: out('web'),
  // Pages that are open still ask for the parts of the build before: `keepRecent` puts away what is a day old.
  emptyOutDir: false,
  manifest: true,
  target: 'es2023',
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  reportCompressedSize: false,
  // The page's own script is a few lines that ask for the other one.
  rolldownOptions: { input: [`${here}index.html`, `${here}src/app/boot.tsx`], output: { codeSplitting } },
};

const forRenderer: BuildEnvironmentOptions = {
  ssr: true,
  outDir: out('web-server'),
  emptyOutDir: true,
  copyPublicDir: false,
  minify: true,
  target: 'node20',
  reportCompressedSize: false,
  // One file is what it shall be.
  chunkSizeWarningLimit: 4_000,
  rolldownOptions: { input: `${here}src/render.tsx`, output: { codeSplitting: false } },
};

export default defineConfig(({ isSsrBuild }) => ({
  root: here,
  plugins: [
    react(),
    catalogues(here),
    ...(isSsrBuild ? [] : [firstParts(here, build), compress(), keepRecent()]),
  ],
  build: isSsrBuild ? forRenderer : forBrowsers,
  define: {
    'import.meta.env.TRUNKLINE_BUILD': JSON.stringify(build),
    // Left alone, the process that renders is asked, and has both builds of React in its file.
    ...(isSsrBuild ? { 'process.env.NODE_ENV': '"production"' } : {}),
  },
  ssr: { noExternal: true },
  server: { proxy: Object.fromEntries(['/api', '/ops', '/admin', '/docs'].map((path) => [path, api])) },
}));
