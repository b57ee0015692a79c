/** A whole platform of the bench's own: embedded servers, demo data, the built processes, on free ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../src/ops/ports.ts';
import { makeTestFolder } from '../../test/support/servers.ts';
import { waitFor } from '../../test/support/wait.ts';

const root = join(import.meta.dirname, '../..');

export interface BenchPlatform {
  readonly apiUrl: string;
  readonly realtimeUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly dataDir: string;
  /** Process ids by title, from /proc. */
  pids(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
}

export async function startBenchPlatform(env: NodeJS.ProcessEnv = {}): Promise<BenchPlatform> {
  const dataDir = await makeTestFolder();
  const [apiPort, realtimePort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [join(root, 'dist/supervisor.js')], {
    cwd: root,
    env: {
      ...process.env,
      LOG_LEVEL: 'warn',
      ...env,
      DATA_DIR: dataDir,
      API_PORT: String(apiPort),
      REALTIME_PORT: String(realtimePort),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  await waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(`The platform ended before it was ready:\n${output}`);
      const answer = await fetch(`${apiUrl}/readyz`).catch(() => undefined);
      return answer?.ok && output.includes(apiUrl);
    },
    { deadlineMs: 120_000, everyMs: 200 },
  );
  const api = [...(await childrenOf(child))].find(([title]) => title.startsWith('trunkline:api'));
  if (!api) throw new Error('The platform has no API process');
  const childEnv = await environmentOf(api[1]);
  return {
    apiUrl,
    realtimeUrl: `http://127.0.0.1:${realtimePort}`,
    databaseUrl: childEnv.get('DATABASE_URL') ?? '',
    redisUrl: childEnv.get('REDIS_URL') ?? '',
    dataDir,
    pids: () => childrenOf(child),
    stop: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function childrenOf(child: ChildProcess): Promise<ReadonlyMap<string, number>> {
  const text = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  const found = new Map<string, number>();
  for (const pid of text.trim().split(' ').map(Number)) {
    // A process may end between the list and the look.
    const title =
      (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')[0]?.trim() ?? '';
    if (title.startsWith('trunkline:')) found.set(title, pid);
  }
  return found;
}

async function environmentOf(pid: number): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8');
  return new Map(
    text.split('\0').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** Signs a demo user in and returns the cookie header. */
export async function signIn(apiUrl: string, username: string): Promise<string> {
  const answer = await fetch(`${apiUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: apiUrl },
    body: JSON.stringify({ username, password: 'trunkline-demo' }),
  });
  if (!answer.ok) throw new Error(`Sign-in of ${username}: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!cookie) throw new Error('Sign-in set no cookie');
  return cookie;
}

/** Resident memory of a process in MB, from /proc. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
