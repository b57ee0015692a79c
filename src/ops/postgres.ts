// The embedded PostgreSQL server: its binaries come with an npm package, its data stays in the data folder.
//
// What holds:
// - start() is idempotent: a server left over by a killed supervisor is adopted, a stale pid file is no obstacle.
// - PostgreSQL refuses to run as root, so root starts it as an unprivileged user. Where that user cannot reach
//   the data folder or the binaries (a 0700 parent), another place is chosen, told, and remembered.
// - The password is random and stands in a file only we can read. It listens on 127.0.0.1 only.

import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { readOrMakeSecret } from './kept-secret.ts';
import { freePort, portIsFree } from './ports.ts';
import { findBinaries } from './postgres-binaries.ts';
import { choosePlace } from './postgres-place.ts';
import { run, type User, unprivilegedUser } from './unprivileged.ts';

const startDeadlineMs = 30_000;
const superuser = 'trunkline';

export type PostgresServer = {
  readonly url: string;
  readonly port: number;
  /** The postmaster's pid, while it runs. */
  pid(): Promise<number | undefined>;
  /** Starts it again on the same port when it is down. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

export type PostgresOptions = {
  readonly dataDir: string;
  readonly logFile: string;
  readonly database?: string;
  /** Only a wish: a server that already runs keeps its port. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly say?: (line: string) => void;
};

export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { dataDir, logFile, database = 'trunkline', say = () => {} } = options;
  await mkdir(dataDir, { recursive: true });
  await mkdir(dirname(logFile), { recursive: true });
  const user = await unprivilegedUser();
  const binaries = await findBinaries({ user, say });
  const place = await choosePlace({ dataDir, user, say });
  const password = await readOrMakeSecret(join(dataDir, 'postgres-password'));
  await initialise({ place, password, user, binaries, say });

  const running = await readPidFile(place);
  const port = running?.port ?? options.port ?? (await rememberedPort(dataDir));
  await writeFile(join(dataDir, 'postgres-port'), String(port));
  const settings = { max_connections: 200, ...options.settings };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const url = `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;

  async function start(): Promise<void> {
    const deadline = performance.now() + startDeadlineMs;
    const log = await open(logFile, 'a');
    try {
      for (;;) {
        await dropStalePidFile(place);
        // pg_ctl gives the server its own session, so a Ctrl-C in the terminal does not reach it.
        const { code, output } = await run(
          join(binaries, 'bin/pg_ctl'),
          ['start', '-w', '-t', '30', '-D', place, '-o', `-p ${port} -h 127.0.0.1 -k '' ${flags.join(' ')}`],
          { user, stdio: log.fd },
        );
        if (code === 0 || (await isRunning(place))) return;
        // After a kill -9 of the postmaster its backends need a moment to let go of the shared memory.
        if (performance.now() > deadline) {
          throw new Error(`PostgreSQL did not start (${output.trim() || `exit ${code}`}); see ${logFile}`);
        }
        await pause(200);
      }
    } finally {
      await log.close();
    }
  }

  await start();
  await createDatabase(url, database);
  return {
    url,
    port,
    pid: async () => (await readPidFile(place))?.pid,
    start,
    async stop() {
      const stop = (mode: string, seconds: number) =>
        run(join(binaries, 'bin/pg_ctl'), ['stop', '-w', '-t', String(seconds), '-m', mode, '-D', place], {
          user,
        });
      if (!(await readPidFile(place))) return;
      const { code } = await stop('fast', 5);
      if (code !== 0) await stop('immediate', 2);
    },
  };
}

type Initialise = {
  readonly place: string;
  readonly password: string;
  readonly user: User | undefined;
  readonly binaries: string;
  readonly say: (line: string) => void;
};

async function initialise({ place, password, user, binaries, say }: Initialise): Promise<void> {
  const existing = await run('/bin/sh', ['-c', 'test -f "$0/PG_VERSION" && test -f "$0/.complete"', place], {
    user,
  });
  if (existing.code === 0) return;
  say('Making the database (first start only)');
  // A start that was killed half-way leaves a folder that initdb refuses.
  await run('/bin/sh', ['-c', 'rm -rf "$0"/* "$0"/.complete', place], { user });
  // initdb reads the password from a file only, and refuses a folder that already has one in it.
  const initdb = await run(
    '/bin/sh',
    [
      ...['-c', 'umask 077; f=$(mktemp) && cat >"$f" && "$0" "$@" --pwfile="$f"; c=$?; rm -f "$f"; exit $c'],
      ...[join(binaries, 'bin/initdb'), '-D', place, '-U', superuser, '-A', 'scram-sha-256', '-E', 'UTF8'],
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
    ],
    { user, input: `${password}\n` },
  );
  if (initdb.code !== 0) throw new Error(`initdb failed: ${initdb.output.trim()}`);
  await run('/bin/sh', ['-c', 'touch "$0/.complete"', place], { user });
}

async function createDatabase(url: string, database: string): Promise<void> {
  const admin = new URL(url);
  admin.pathname = '/postgres';
  const client = new pg.Client({ connectionString: admin.href });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** The port of last time when it is still free: clients that outlived us find the server again. */
async function rememberedPort(dataDir: string): Promise<number> {
  const port = Number(await readFile(join(dataDir, 'postgres-port'), 'utf8').catch(() => ''));
  return port > 0 && (await portIsFree(port)) ? port : freePort();
}

type PidFile = { readonly pid: number; readonly port: number };

/** The pid file of a live server of ours. Lines: pid, data folder, start time, port. */
async function readPidFile(place: string): Promise<PidFile | undefined> {
  const lines = (await readFile(join(place, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(pid > 0) || !(port > 0) || !(await isPostgres(pid))) return undefined;
  return { pid, port };
}

async function isRunning(place: string): Promise<boolean> {
  const status = (await readFile(join(place, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[7];
  return status?.trim() === 'ready' && (await readPidFile(place)) !== undefined;
}

/** Whether this pid is a PostgreSQL server; where /proc is missing, whether it lives at all. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'postgres');
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return name.trim() === 'postgres' && !/\) Z /.test(state);
}

/** A pid that now belongs to another program would keep the server from starting for ever. */
async function dropStalePidFile(place: string): Promise<void> {
  const file = join(place, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid > 0 && !(await isPostgres(pid))) await rm(file, { force: true });
}
