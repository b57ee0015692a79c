// `npm run ctl -- list | logs [role] | restart <role> | scale api 16 | monitor | stop`

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../engine/config.ts';
import { type ControlAnswer, type ControlRow, callControl, controlSocketPath } from './control-protocol.ts';

// `monitor | head`: whoever reads has read enough.
process.stdout.on('error', () => process.exit(0));

const usage = `Usage: npm run ctl -- <verb>
  list                what runs
  logs [role]         follow the logs (api, worker, realtime, provider, traces, supervisor, postgres, redis)
  restart <role>      one process after another; for api without a failed request
  scale <role> <n>    how many api or worker processes
  monitor             the list, each second
  stop                end the platform`;

async function main(argv: readonly string[]): Promise<number> {
  const [verb, ...args] = argv;
  if (!verb || verb === 'help' || verb === '--help') {
    console.log(usage);
    return verb ? 0 : 2;
  }
  const { DATA_DIR } = readConfig();
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
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
