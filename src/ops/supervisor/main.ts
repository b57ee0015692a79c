// The supervisor: starts everything in order, keeps it alive, takes words from `ctl`, and ends it in reverse.
//
// What holds:
// - Ctrl-C, SIGTERM and `ctl stop` end every process, Redis and PostgreSQL within 10 s; a second Ctrl-C at once.
// - A wrong setting or a taken port stops the start before anything runs, with a sentence that helps.
// - kill -9 of this process leaves no process of ours behind; the two servers are adopted by the next start.

import { randomBytes } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../contracts/generic/config.ts';
import { usesLocalProvider } from '../../engine/channels.ts';
import { ConfigError, readConfig } from '../../engine/config.ts';
import { newVapidKey } from '../../engine/vapid.ts';
import { readOrMakeSecret } from '../kept-secret.ts';
import { freePort, portHolder, portIsFree } from '../ports.ts';
import { readStartFacts } from '../start-marks.ts';
import { startControl } from './control.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { startLogRotation } from './log-files.ts';
import { createSay } from './say.ts';
import { startServers } from './servers.ts';
import { runTool } from './tools.ts';
import { createVerbs } from './verbs.ts';
import { webhookAddresses, welcome } from './welcome.ts';

type Stoppable = { stop(): unknown };

async function main(): Promise<void> {
  const startedAtMs = performance.now();
  process.title = 'trunkline:supervisor';
  const config = readConfig();
  const dataDir = resolve(config.DATA_DIR);
  const logDir = join(dataDir, 'logs');
  const distDir = dirname(fileURLToPath(import.meta.url));
  await prepareDataDir(dataDir, logDir);
  const say = createSay(logDir);
  const parts: Stoppable[] = [];
  let fleet: Fleet | undefined;
  let isReady = false;
  let databaseUrl: string | undefined;
  const abort = new AbortController();
  let ending: Promise<void> | undefined;

  const end = (why: string): Promise<void> => {
    ending ??= (async () => {
      say(`Stopping (${why})`);
      abort.abort();
      // What is just being started must be there before it can be stopped; the fleet is, and may be waiting.
      await fleet?.stop();
      await started.catch(() => undefined);
      for (const part of parts.reverse()) {
        await Promise.resolve(part.stop()).catch((error: Error) => say(error.message));
      }
      say('Stopped');
    })();
    return ending;
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (ending) {
      fleet?.killAll();
      process.exit(1);
    }
    end(signal).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);

  const verbs = createVerbs({
    fleet: () => (isReady ? fleet : undefined),
    databaseUrl: () => (isReady ? databaseUrl : undefined),
    logDir,
    async stop() {
      await end('ctl stop');
      setTimeout(() => process.exit(0), 100);
    },
  });

  async function start(): Promise<void> {
    parts.push(await startControl(dataDir, verbs));
    await refuseTakenPorts(config);
    parts.push(startLogRotation(logDir));
    const servers = await startServers({ config, dataDir, logDir, say });
    parts.push(servers);
    databaseUrl = servers.databaseUrl;
    const env = await childEnv(config, dataDir, servers);
    // Production refuses demo data; tests arrange their own.
    for (const entry of config.NODE_ENV === 'development' ? ['migrate.js', 'demo-data.js'] : ['migrate.js']) {
      if (abort.signal.aborted) return;
      await runTool({ distDir, entry, env, say, signal: abort.signal });
    }
    if (abort.signal.aborted) return;
    fleet = createFleet({ config, limits: servers.limits, distDir, logDir, env, say });
    await fleet.start();
    if (abort.signal.aborted) return;
    isReady = true;
    const seconds = (performance.now() - startedAtMs) / 1000;
    say(welcome({ config, dataDir, seconds, ...(await readStartFacts(servers.databaseUrl)) }));
  }

  const started = start();
  try {
    await started;
  } catch (error) {
    if (ending) return;
    await end('the start failed');
    throw error;
  }
}

async function prepareDataDir(dataDir: string, logDir: string): Promise<void> {
  try {
    await mkdir(logDir, { recursive: true });
    await access(logDir, constants.W_OK);
    await access(dataDir, constants.W_OK);
  } catch {
    throw new Error(
      `The data folder ${dataDir} (DATA_DIR) cannot be written to; a start as another user may have made it. ` +
        'Start as that user, or choose another folder, for example: DATA_DIR=./.data2 npm start',
    );
  }
}

async function childEnv(
  config: Config,
  dataDir: string,
  servers: { readonly databaseUrl: string; readonly redisUrl: string },
): Promise<Record<string, string>> {
  const port = async (chosen: number | undefined) => String(chosen ?? (await freePort()));
  const env: Record<string, string> = {
    API_PORT: String(config.API_PORT),
    REALTIME_PORT: String(config.REALTIME_PORT),
    API_PROCESSES: String(config.API_PROCESSES),
    WORKER_PROCESSES: String(config.WORKER_PROCESSES),
    DATA_DIR: dataDir,
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    LOG_LEVEL: config.LOG_LEVEL,
    TIME_ZONE: config.TIME_ZONE,
    NODE_ENV: config.NODE_ENV,
    QUEUE_PREFIX: config.QUEUE_PREFIX,
    WEBHOOK_ADDRESSES: webhookAddresses(config),
    VAPID_PRIVATE_KEY:
      config.VAPID_PRIVATE_KEY ?? (await readOrMakeSecret(join(dataDir, 'vapid-key'), newVapidKey)),
    SECRET_KEY: config.SECRET_KEY ?? (await readOrMakeSecret(join(dataDir, 'secret-key'))),
  };
  if (usesLocalProvider(config)) {
    env.PROVIDER_SMTP_PORT = await port(config.PROVIDER_SMTP_PORT);
    env.PROVIDER_TOKEN = randomBytes(24).toString('base64url');
    env.PROVIDER_HTTP_PORT = await port(config.PROVIDER_HTTP_PORT);
  }
  if (config.RENDERER_PROCESSES > 0) env.RENDERER_PORT = await port(config.RENDERER_PORT);
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT)
    env.OTEL_EXPORTER_OTLP_ENDPOINT = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  else env.TRACES_PORT = await port(config.TRACES_PORT);
  return env;
}

async function refuseTakenPorts(config: Config): Promise<void> {
  const sentences: string[] = [];
  for (const name of ['API_PORT', 'REALTIME_PORT'] as const) {
    const port = config[name];
    if (await portIsFree(port)) continue;
    const holder = (await portHolder(port)) ?? 'another process';
    sentences.push(`Port ${port} (${name}) is taken by ${holder}.`);
  }
  if (sentences.length === 0) return;
  const example = `API_PORT=${config.API_PORT + 100} REALTIME_PORT=${config.REALTIME_PORT + 100} npm start`;
  throw new Error(`${sentences.join('\n')}\nStop it, or choose other ports, for example: ${example}`);
}

main().catch((error: Error) => {
  const expected =
    error instanceof ConfigError || !(error instanceof TypeError || error instanceof RangeError);
  console.error(`\nTrunkline did not start.\n${expected ? error.message : error.stack}`);
  process.exit(1);
});
