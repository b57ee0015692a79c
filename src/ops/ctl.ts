// `npm run ctl -- list | logs [role] | restart <role> | scale api 16 | monitor | stop | create-admin <username>
// | recount <figures> | backup <file> | restore <file> | vapid-key`

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../contracts/generic/config.ts';
import { ConfigError, readConfig } from '../engine/config.ts';
import { newVapidKey } from '../engine/vapid.ts';
import { askSecret } from './ask-secret.ts';
import { backUp } from './backup/backup.ts';
import { restore } from './backup/restore.ts';
import { type ControlAnswer, type ControlRow, callControl, controlSocketPath } from './control-protocol.ts';
import { withDatabase } from './database-place.ts';
import { createAdmin } from './tools/create-admin.ts';
import { recountFollower } from './tools/recount.ts';

// `monitor | head`: whoever reads has read enough.
process.stdout.on('error', () => process.exit(0));

const usage = `Usage: npm run ctl -- <verb>
  list                what runs
  logs [role]         follow the logs (api, worker, realtime, renderer, provider, traces, supervisor, postgres, redis)
  restart <role>      one process after another; for api without a failed request
  scale <role> <n>    how many api or worker processes
  monitor             the list, each second
  stop                end the platform
  create-admin <username>
                      make an administrator; the password is asked for, or read from what is piped in
  recount <figures>   count figures (analytics, ticket-counts) anew from the log
  backup <file> [--force]
                      the whole database as one file, while the platform runs or not
  restore <file> [--force]
                      the database as it was then; the platform has to be stopped
  vapid-key           a new VAPID_PRIVATE_KEY, for web push without npm start`;

async function main(argv: readonly string[]): Promise<number> {
  const [verb, ...args] = argv;
  if (!verb || verb === 'help' || verb === '--help') {
    console.log(usage);
    return verb ? 0 : 2;
  }
  const config = readConfig();
  const { DATA_DIR } = config;
  let failed = false;
  const show = (answer: ControlAnswer) => {
    if ('rows' in answer)
      console.log(
        `${verb === 'monitor' && process.stdout.isTTY ? '\x1b[H\x1b[2J' : ''}${table(answer.rows)}`,
      );
    else if ('error' in answer) {
      failed = true;
      console.error(answer.error);
    } else if ('line' in answer && verb !== 'logs') console.log(answer.line);
  };
  if (verb === 'create-admin') return await makeAdmin(config, args);
  if (verb === 'recount') return await countAnew(config, args);
  if (verb === 'backup' || verb === 'restore') return await copyDatabase(config, verb, args);
  if (verb === 'vapid-key') {
    console.log(newVapidKey());
    return 0;
  }
  if (verb === 'logs') return followLogs(join(DATA_DIR, 'logs'), args[0]);
  try {
    await callControl(controlSocketPath(DATA_DIR), { verb, args }, show);
  } catch {
    console.error(
      `Trunkline is not running on the data folder ${DATA_DIR} (DATA_DIR). Start it with: npm start`,
    );
    return 1;
  }
  return failed ? 1 : 0;
}

async function makeAdmin(config: Config, [username, ...more]: readonly string[]): Promise<number> {
  if (!username || more.length > 0) {
    console.error('Say whose account it is, and nothing else: npm run ctl -- create-admin <username>');
    return 2;
  }
  const id = await withDatabase(config, ({ databaseUrl }) =>
    createAdmin({ databaseUrl, username, password: () => askSecret(`Password of ${username}`) }),
  );
  console.log(`Made the administrator ${username} (${id}). Sign in at http://127.0.0.1:${config.API_PORT}`);
  return 0;
}

async function countAnew(config: Config, [name, ...more]: readonly string[]): Promise<number> {
  if (!name || more.length > 0) {
    console.error('Say which figures, and nothing else: npm run ctl -- recount analytics');
    return 2;
  }
  await withDatabase(config, ({ databaseUrl }) => recountFollower(databaseUrl, name));
  console.log(`The figures ${name} are empty; the workers count them anew from the log.`);
  return 0;
}

async function copyDatabase(
  config: Config,
  verb: 'backup' | 'restore',
  args: readonly string[],
): Promise<number> {
  const force = args.includes('--force');
  const [path, ...more] = args.filter((arg) => arg !== '--force');
  if (!path || path.startsWith('-') || more.length > 0) {
    console.error(`Name one file: npm run ctl -- ${verb} <file> [--force]`);
    return 2;
  }
  const say = (line: string) => console.log(line);
  await withDatabase(config, async ({ databaseUrl, platformPid }) => {
    if (verb === 'backup') return void (await backUp({ databaseUrl, path, force, say }));
    if (platformPid !== undefined)
      throw new Error(`The platform runs (pid ${platformPid}). Stop it first: npm run ctl -- stop`);
    return void (await restore({ databaseUrl, path, force, say }));
  });
  return 0;
}

function table(rows: readonly ControlRow[]): string {
  const cells = rows.map((row) => [
    row.title,
    row.pid ? String(row.pid) : '-',
    row.state,
    duration(row.upMs),
    String(row.restarts),
    row.rssBytes ? `${Math.round(row.rssBytes / 1024 / 1024)} MB` : '-',
  ]);
  const all = [['process', 'pid', 'state', 'up', 'restarts', 'memory'], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
}

/** The last lines of each file, and what is added, until Ctrl-C. */
function followLogs(logDir: string, role: string | undefined): Promise<number> {
  let names: string[] = [];
  try {
    names = readdirSync(logDir).filter((name) => name.endsWith('.log'));
  } catch {
    // Told below.
  }
  const files = names.filter((name) => !role || name === `${role}.log` || name.startsWith(`${role}-`)).sort();
  if (files.length === 0) {
    const roles = [...new Set(names.map((name) => name.replace(/(-\d+)?\.log$/, '')))];
    console.error(
      roles.length
        ? `No logs of "${role}". There are: ${roles.join(', ')}`
        : `There are no logs in ${logDir}`,
    );
    return Promise.resolve(1);
  }
  const last = process.stdout.isTTY ? '20' : '200';
  const follow = process.stdout.isTTY ? ['-F'] : [];
  return new Promise((resolve) => {
    const tail = spawn('tail', ['-n', last, ...follow, ...files.map((name) => join(logDir, name))], {
      stdio: 'inherit',
    });
    tail.once('error', () => resolve(1));
    tail.once('exit', (code) => resolve(code ?? 0));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) throw error;
  console.error(error.message || (error as NodeJS.ErrnoException).code);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
