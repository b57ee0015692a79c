// A whole platform as a user would run it: the built supervisor with a data folder, ports and a database of its own.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ControlRow, callControl, controlSocketPath } from '../../src/ops/control-protocol.ts';
import { isAlive, killHard } from './chaos.ts';
import { createTestDatabase } from './database.ts';
import { freePorts } from './ports.ts';
import { makeTestFolder, type OwnServers, removeTestFolder, sharedServers } from './servers.ts';
import { waitFor } from './wait.ts';

const supervisorEntry = join(import.meta.dirname, '../../dist/supervisor.js');
const startDeadlineMs = 60_000;

type PlatformOptions = {
  /** Added to the settings of the supervisor; two API processes and one worker unless it says otherwise. */
  readonly env?: Readonly<Record<string, string>>;
  /** `shared` (a new database on the run's servers), a pair of one's own, or `embedded` as with `npm start`. */
  readonly servers?: 'shared' | 'embedded' | OwnServers;
  /** With the demo's people and past in its (shared) database; nothing unless it says so. */
  readonly holds?: 'nothing' | 'demo';
  /** A folder that a platform before left; removed at stop only when it was made here. */
  readonly dataDir?: string;
};

export type SupervisorExit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type Supervisor = {
  readonly pid: number;
  readonly exited: Promise<SupervisorExit>;
  /** What it printed so far. */
  output(): string;
};

export type Platform = Supervisor & {
  readonly apiUrl: string;
  readonly realtimeUrl: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** As `ctl list` shows them, the supervisor first. */
  list(): Promise<ControlRow[]>;
  pids(role: string): Promise<number[]>;
  /** A word of `npm run ctl`; what it answered, line by line. Throws what it refused. */
  ctl(verb: string, ...args: string[]): Promise<string[]>;
  /** The log files of a role, one after another. */
  logs(role: string): string;
  /** Ends everything in order, removes database and folder. */
  stop(): Promise<void>;
};

/** Runs the built supervisor without waiting for anything. */
export function runSupervisor(env: Readonly<Record<string, string>>): Supervisor {
  const child = spawn(process.execPath, [supervisorEntry], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, like a terminal of its own.
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const exited = new Promise<SupervisorExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return { pid: child.pid ?? 0, exited, output: () => output };
}

export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { servers = 'shared', holds = 'nothing' } = options;
  const dataDir = options.dataDir ?? join(await makeTestFolder(), 'data');
  const [apiPort, realtimePort] = await freePorts(2);
  const database = servers === 'shared' ? await createTestDatabase(holds) : undefined;
  const env: Record<string, string> = {
    API_PORT: String(apiPort),
    REALTIME_PORT: String(realtimePort),
    API_PROCESSES: '2',
    WORKER_PROCESSES: '1',
    DATA_DIR: dataDir,
    // Loads no demo data: a test arranges what it needs.
    NODE_ENV: 'test',
    QUEUE_PREFIX: `test-${randomUUID()}`,
    ...(database ? { DATABASE_URL: database.url, REDIS_URL: sharedServers().redisUrl } : {}),
    ...(typeof servers === 'object'
      ? { DATABASE_URL: servers.postgres.url, REDIS_URL: servers.redis.url }
      : {}),
    ...options.env,
  };
  const supervisor = runSupervisor(env);
  let end: SupervisorExit | undefined;
  void supervisor.exited.then((exit) => {
    end = exit;
  });

  async function ctl(verb: string, ...args: string[]): Promise<string[]> {
    const lines: string[] = [];
    let refused: string | undefined;
    await callControl(controlSocketPath(dataDir), { verb, args }, (answer) => {
      if ('line' in answer) lines.push(answer.line);
      if ('error' in answer) refused = answer.error;
    });
    if (refused !== undefined) throw new Error(refused);
    return lines;
  }

  async function list(): Promise<ControlRow[]> {
    const rows: ControlRow[] = [];
    await callControl(controlSocketPath(dataDir), { verb: 'list', args: [] }, (answer) => {
      if ('rows' in answer) rows.push(...answer.rows);
      if ('error' in answer) throw new Error(answer.error);
    });
    return rows;
  }

  async function clean(): Promise<void> {
    await database?.stop();
    if (!options.dataDir) removeTestFolder(join(dataDir, '..'));
  }

  const platform: Platform = {
    ...supervisor,
    apiUrl: `http://127.0.0.1:${env.API_PORT}`,
    realtimeUrl: `http://127.0.0.1:${env.REALTIME_PORT}`,
    dataDir,
    env,
    list,
    ctl,
    async pids(role) {
      const rows = await list();
      return rows.flatMap((row) => (row.role === role && row.pid ? [row.pid] : []));
    },
    logs(role) {
      const folder = join(dataDir, 'logs');
      const files = readdirSync(folder).filter(
        (name) => name === `${role}.log` || name.startsWith(`${role}-`),
      );
      return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
    },
    async stop() {
      if (!end) process.kill(supervisor.pid, 'SIGTERM');
      await supervisor.exited;
      await clean();
    },
  };

  try {
    await waitFor(() => end ?? /is ready after/.test(supervisor.output()), { deadlineMs: startDeadlineMs });
    if (end) throw new Error(`the supervisor ended with ${JSON.stringify(end)}`);
  } catch (error) {
    if (isAlive(supervisor.pid)) killHard(supervisor.pid);
    await clean();
    throw new Error(`the platform did not start: ${supervisor.output()}`, { cause: error });
  }
  return platform;
}
