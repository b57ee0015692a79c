// Programs of Debian's and Ubuntu's packages without root: downloaded with an apt state of one's own and unpacked
// into a folder. apt only warns when it can reach nothing, so whoever asks looks whether the program runs.

import { mkdir, readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type Ran, run } from './unprivileged.ts';

/** The programs are below `<folder>/root`. */
export async function unpackPackages(folder: string, packages: readonly string[]): Promise<void> {
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
}

/** What the unpacked programs need to find their libraries. */
export async function unpackedEnv(folder: string): Promise<NodeJS.ProcessEnv> {
  const libraries = (await readdir(join(folder, 'root/usr/lib')).catch(() => []))
    .filter((name) => name.includes('-linux-'))
    .map((name) => join(folder, 'root/usr/lib', name));
  return { ...process.env, LD_LIBRARY_PATH: libraries.join(':') };
}

/** Code 127 when there is no such program. */
export async function tryRun(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  cwd = '/',
): Promise<Ran> {
  return run(command, args, { env, cwd }).catch((error: Error) => ({ code: 127, output: error.message }));
}
