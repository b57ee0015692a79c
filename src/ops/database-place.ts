/**
 * Which database a word of `ctl` is about: that of DATABASE_URL, else that of the platform which runs on the data
 * folder, else the folder's own server, started for the time of the work.
 */
import { join, resolve } from 'node:path';
import type { Config } from '../contracts/generic/config.ts';
import { callControl, controlSocketPath } from './control-protocol.ts';
import { startPostgres } from './postgres.ts';

export interface DatabasePlace {
  readonly databaseUrl: string;
  /** The supervisor's pid, while a platform runs on the data folder. */
  readonly platformPid: number | undefined;
}

export async function withDatabase<T>(
  config: Pick<Config, 'DATABASE_URL' | 'DATA_DIR'>,
  work: (place: DatabasePlace) => Promise<T>,
): Promise<T> {
  const dataDir = resolve(config.DATA_DIR);
  if (config.DATABASE_URL) {
    const running = await askPlatform(dataDir);
    const isSame = running?.databaseUrl === config.DATABASE_URL;
    return await work({ databaseUrl: config.DATABASE_URL, platformPid: isSame ? running.pid : undefined });
  }
  const running = await askPlatform(dataDir);
  if (running) return await work({ databaseUrl: running.databaseUrl, platformPid: running.pid });
  const server = await startPostgres({ dataDir, logFile: join(dataDir, 'logs/postgres.log') });
  try {
    return await work({ databaseUrl: server.url, platformPid: undefined });
  } finally {
    await server.stop();
  }
}

async function askPlatform(dataDir: string): Promise<{ pid: number; databaseUrl: string } | undefined> {
  const path = controlSocketPath(dataDir);
  const ask = async (verb: string): Promise<string> => {
    let said = '';
    let refused: string | undefined;
    await callControl(path, { verb, args: [] }, (answer) => {
      if ('line' in answer) said = answer.line;
      if ('error' in answer) refused = answer.error;
    });
    if (refused !== undefined) throw new Error(refused);
    return said;
  };
  const pid = await ask('pid').catch(() => undefined);
  return pid === undefined ? undefined : { pid: Number(pid), databaseUrl: await ask('database') };
}
