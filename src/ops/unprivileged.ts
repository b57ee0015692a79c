// Running a program, as an unprivileged user where we are root.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

export type User = { readonly name: string; readonly uid: number; readonly gid: number };

const ownUser = 'trunkline';

/**
 * The user to run PostgreSQL as: undefined (ourselves) unless we are root; else one of the system's users
 * made for this, else a new system user, else nobody.
 */
export async function unprivilegedUser(): Promise<User | undefined> {
  if (userInfo().uid !== 0) return undefined;
  const known = (await findUser('postgres')) ?? (await findUser(ownUser));
  if (known) return known;
  const shell = '/usr/sbin/nologin';
  await run('useradd', ['--system', '--no-create-home', '--shell', shell, ownUser]).catch(() => undefined);
  const found = (await findUser(ownUser)) ?? (await findUser('nobody'));
  if (!found) {
    throw new Error(
      'PostgreSQL does not run as root and this system has no other user for it. ' +
        `Make one with: useradd --system ${ownUser}, or start as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return found;
}

async function findUser(name: string): Promise<User | undefined> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const line of passwd.split('\n')) {
    const [login, , uid, gid] = line.split(':');
    if (login === name && uid && gid && Number(uid) !== 0) {
      return { name, uid: Number(uid), gid: Number(gid) };
    }
  }
  return undefined;
}

type RunOptions = {
  readonly user?: User | undefined;
  readonly input?: string;
  /** A file descriptor for the output of the program and of what it leaves running. */
  readonly stdio?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
};

export type Ran = { readonly code: number; readonly output: string };

/** Runs a program to its end; its exit code and what it printed. Rejects only when it cannot be started. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { user, input, stdio, env = process.env, cwd = '/' } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, LC_ALL: 'C' },
      stdio: ['pipe', stdio ?? 'pipe', stdio ?? 'pipe'],
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr?.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
    child.once('error', reject);
    // With a descriptor of our own nobody else holds a pipe, so exit is the end; else wait for all output.
    child.once(stdio === undefined ? 'close' : 'exit', (code, signal) => {
      resolve({ code: code ?? (signal ? 128 : 1), output });
    });
  });
}
