// Where redis-server is: on PATH, unpacked by us earlier, or fetched with the system's package manager.
//
// Root installs the package; an ordinary user downloads the packages and unpacks them into a cache folder. What counts
// is whether the server runs.

import { userInfo } from 'node:os';
import { join } from 'node:path';
import { tryRun, unpackedEnv, unpackPackages } from './debian-packages.ts';

export type RedisBinary = { readonly path: string; readonly env: NodeJS.ProcessEnv };

type FindOptions = { readonly cacheDir: string; readonly say: (line: string) => void };

const packages = [
  ...['redis-server', 'redis-tools', 'liblua5.1-0', 'libjemalloc2', 'liblzf1'],
  ...['libhiredis0.14', 'lua-cjson', 'lua-bitop', 'libatomic1'],
];

export async function findRedis({ cacheDir, say }: FindOptions): Promise<RedisBinary> {
  const unpacked = join(cacheDir, 'redis');
  const found = (await onPath()) ?? (await inFolder(unpacked));
  if (found) return found;
  if ((await tryRun('apt-get', ['--version'])).code === 0) {
    if (userInfo().uid === 0) {
      say('Redis is not here: installing it with apt-get (once, about half a minute)');
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      await tryRun('apt-get', ['update', '-q'], env);
      // Debian's package starts a service of its own; we want the program only.
      const policy = ['-o', 'Dpkg::Options::=--force-confdef', '-o', 'DPkg::Lock::Timeout=120'];
      const install = ['install', '-y', '-q', '--no-install-recommends', ...policy, 'redis-server'];
      await tryRun('apt-get', install, { ...env, RUNLEVEL: '1' });
      const installed = await onPath();
      if (installed) return installed;
    }
    say(`Redis is not here: fetching it with apt-get into ${unpacked} (once, a few seconds)`);
    await unpackPackages(unpacked, packages);
    const fetched = await inFolder(unpacked);
    if (fetched) return fetched;
  }
  throw new Error(`No Redis server was found and none could be fetched. ${remedy()}`);
}

function remedy(): string {
  const command =
    process.platform === 'darwin'
      ? 'brew install redis'
      : 'sudo apt-get install redis-server  (or: sudo dnf install redis, sudo apk add redis)';
  return `Install one with: ${command}\nor set REDIS_URL to a server that is already there, for example REDIS_URL=redis://127.0.0.1:6379 npm start`;
}

async function onPath(): Promise<RedisBinary | undefined> {
  return works({ path: 'redis-server', env: process.env });
}

async function inFolder(folder: string): Promise<RedisBinary | undefined> {
  return works({ path: join(folder, 'root/usr/bin/redis-server'), env: await unpackedEnv(folder) });
}

async function works(binary: RedisBinary): Promise<RedisBinary | undefined> {
  return (await tryRun(binary.path, ['--version'], binary.env)).code === 0 ? binary : undefined;
}
