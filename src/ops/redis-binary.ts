// Where redis-server is: on PATH, unpacked by us earlier, or fetched with the system's package manager.
//
// Root installs the package; an ordinary user downloads the packages with an apt state of its own and unpacks
// them into a cache folder. apt only warns when it can reach nothing, so what counts is whether the server runs.

import { mkdir, readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type Ran, run } from './unprivileged.ts';

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
    const fetched = await unpack(unpacked);
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
  const libraries = (await readdir(join(folder, 'root/usr/lib')).catch(() => []))
    .filter((name) => name.includes('-linux-'))
    .map((name) => join(folder, 'root/usr/lib', name));
  return works({
    path: join(folder, 'root/usr/bin/redis-server'),
    env: { ...process.env, LD_LIBRARY_PATH: libraries.join(':') },
  });
}

async function works(binary: RedisBinary): Promise<RedisBinary | undefined> {
  return (await tryRun(binary.path, ['--version'], binary.env)).code === 0 ? binary : undefined;
}

async function unpack(folder: string): Promise<RedisBinary | undefined> {
  for (const part of ['state/lists/partial', 'cache/archives/partial', 'debs', 'root']) {
    await mkdir(join(folder, part), { recursive: true });
  }
  const own = Object.entries({
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': join(folder, 'state/lists'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Cache::archives': join(folder, 'cache/archives'),
    'Dir::Log': folder,
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': userInfo().username,
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const debs = join(folder, 'debs');
  await tryRun('apt-get', [...own, 'update', '-q'], process.env, debs);
  // One by one: another release of the system names a library differently, and then the rest still comes.
  for (const name of packages) await tryRun('apt-get', [...own, 'download', '-q', name], process.env, debs);
  for (const name of await readdir(debs)) {
    if (name.endsWith('.deb')) await tryRun('dpkg', ['-x', join(debs, name), join(folder, 'root')]);
  }
  return inFolder(folder);
}

async function tryRun(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  cwd = '/',
): Promise<Ran> {
  return run(command, args, { env, cwd }).catch((error: Error) => ({ code: 127, output: error.message }));
}
