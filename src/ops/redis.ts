// A private Redis: 127.0.0.1, own port, random password, append-only file, never evicting.
//
// What holds:
// - start() is idempotent: a server left over by a killed supervisor is adopted when it answers to our password.
// - The password stands only in a configuration file that only we can read, never on a command line.
// - It runs in a session of its own, so a Ctrl-C in the terminal does not end it before its clients.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, portIsFree } from './ports.ts';
import { findRedis } from './redis-binary.ts';

const startDeadlineMs = 15_000;
const stopDeadlineMs = 5_000;

export type RedisServer = {
  readonly url: string;
  readonly port: number;
  pid(): Promise<number | undefined>;
  /** Starts it again on the same port when it is down. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

export type RedisOptions = {
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly logFile: string;
  /** Only a wish: a server that already runs keeps its port. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly say?: (line: string) => void;
};

export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const { cacheDir, logFile, say = () => {} } = options;
  const folder = join(options.dataDir, 'redis');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mkdir(dirname(logFile), { recursive: true });
  const binary = await findRedis({ cacheDir, say });
  const configFile = join(folder, 'redis.conf');
  const pidFile = join(folder, 'redis.pid');

  const before = await readConfig(configFile);
  const password = before.requirepass ?? randomBytes(24).toString('hex');
  const port = await choosePort();
  const url = `redis://:${password}@127.0.0.1:${port}`;
  await writeConfig();

  async function choosePort(): Promise<number> {
    const known = Number(before.port);
    if (known > 0) {
      if (await answers(`redis://:${password}@127.0.0.1:${known}`)) return known;
      if (await portIsFree(known)) return known;
    }
    return options.port ?? freePort();
  }

  async function writeConfig(): Promise<void> {
    const settings: Record<string, string> = {
      bind: '127.0.0.1',
      port: String(port),
      requirepass: password,
      dir: JSON.stringify(folder),
      pidfile: JSON.stringify(pidFile),
      daemonize: 'no',
      appendonly: 'yes',
      appendfsync: 'everysec',
      save: '""',
      'maxmemory-policy': 'noeviction',
      ...options.settings,
    };
    const text = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
    await writeFile(configFile, text.join(''), { mode: 0o600 });
    await chmod(configFile, 0o600);
  }

  async function pid(): Promise<number | undefined> {
    const known = Number(await readFile(pidFile, 'utf8').catch(() => ''));
    return known > 0 && (await isRedis(known)) ? known : undefined;
  }

  async function start(): Promise<void> {
    if (await answers(url)) return;
    const deadline = performance.now() + startDeadlineMs;
    const log = await open(logFile, 'a');
    let exited = false;
    try {
      if (!(await pid())) {
        const child = spawn(binary.path, [configFile], {
          cwd: folder,
          env: binary.env,
          detached: true,
          stdio: ['ignore', log.fd, log.fd],
        });
        child.once('error', () => {
          exited = true;
        });
        child.once('exit', () => {
          exited = true;
        });
        child.unref();
      }
      // Loading a long append-only file counts as starting.
      while (!(await answers(url))) {
        if (exited || performance.now() > deadline) {
          throw new Error(`Redis did not start on port ${port}; see ${logFile}`);
        }
        await pause(30);
      }
    } finally {
      await log.close();
    }
  }

  await start();
  return {
    url,
    port,
    pid,
    start,
    async stop() {
      const running = await pid();
      if (!running) return;
      process.kill(running, 'SIGTERM');
      const deadline = performance.now() + stopDeadlineMs;
      while (await isRedis(running)) {
        if (performance.now() > deadline) process.kill(running, 'SIGKILL');
        await pause(30);
      }
    },
  };
}

async function readConfig(file: string): Promise<Partial<Record<string, string>>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const pairs = text.split('\n').map((line) => {
    const gap = line.indexOf(' ');
    return [line.slice(0, gap), line.slice(gap + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

/** Whether a Redis with our password is there and ready. */
async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: 1_000,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

async function isRedis(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'redis-server');
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return name.startsWith('redis-server') && !/\) Z /.test(state);
}
