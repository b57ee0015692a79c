/** Child processes of the bench: references and socket clients, bundled like the product, ended by id. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'dist/bench');

/** Bundles the reference servers and clients as the product is bundled, so that neither side has an advantage. */
export async function buildReferences(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: {
      primary: 'bench/reference/primary.ts',
      'bare-api': 'bench/reference/bare-api.ts',
      'predecessor-api': 'bench/reference/predecessor-api.ts',
      'pubsub-realtime': 'bench/reference/pubsub-realtime.ts',
      sockets: 'bench/lib/sockets.ts',
    },
    outdir: out,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['pg-native', 'msgpackr-extract', 'bufferutil', 'utf-8-validate'],
    banner: {
      js: "import { createRequire as __r } from 'node:module';const require = __r(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

export interface Child {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Forks a bundled file and waits for its `{type: 'ready'}`. */
export async function startChild(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Child> {
  const child = fork(join(out, `${file}.js`), args, {
    env: { ...process.env, ...env },
    execArgv: ['--max-semi-space-size=2'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: { type?: string }) => {
      if (message.type === 'ready') resolve();
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready`)));
  });
  return {
    process: child,
    async stop() {
      if (child.exitCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      const limit = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await gone;
      clearTimeout(limit);
    },
  };
}

/** N copies of a reference server behind one port. */
export function startReferenceCluster(file: string, count: number, env: NodeJS.ProcessEnv): Promise<Child> {
  return startChild('primary', [join(out, `${file}.js`), String(count)], env);
}
