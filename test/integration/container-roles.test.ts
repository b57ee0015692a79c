// Each role as a container runs it: by role.sh, without a supervisor, asked on its own port.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { freePorts } from '../support/ports.ts';
import { makeTestFolder, removeTestFolder, sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

interface Container {
  readonly process: ChildProcess;
  readonly probe: string;
  readonly port: number;
  output(): string;
  isHealthy(): Promise<boolean>;
  /** SIGTERM, as a container's engine says it; how it ended. */
  stop(): Promise<number | null>;
}

describe('a role in a container', () => {
  let folder: string;
  let database: TestDatabase;
  let env: Record<string, string>;
  const containers: Container[] = [];

  beforeAll(async () => {
    folder = await makeTestFolder();
    cpSync(join(root, 'deploy/role.sh'), join(folder, 'role.sh'));
    symlinkSync(join(root, 'dist'), join(folder, 'dist'));
    database = await createTestDatabase();
    const [api, realtime, renderer, smtp, http, traces] = await freePorts(6);
    env = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: database.url,
      REDIS_URL: sharedServers().redisUrl,
      QUEUE_PREFIX: `containers-${process.pid}`,
      API_PORT: String(api),
      REALTIME_PORT: String(realtime),
      RENDERER_PORT: String(renderer),
      PROVIDER_SMTP_PORT: String(smtp),
      PROVIDER_HTTP_PORT: String(http),
      PROVIDER_HOST: 'localhost',
      PROVIDER_TOKEN: 'a-token-for-this-test',
      TRACES_PORT: String(traces),
      LISTEN_HOST: '0.0.0.0',
    };
  });
  afterAll(async () => {
    await Promise.all(containers.map((one) => one.stop()));
    await database.stop();
    removeTestFolder(folder);
  });

  async function start(role: string): Promise<Container> {
    const [port = 0] = await freePorts(1);
    const own = { ...env, PROBE_PORT: String(port) };
    const child = spawn('bash', [join(folder, 'role.sh'), role], { env: own });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += String(chunk);
      });
    }
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const container: Container = {
      process: child,
      probe: `http://127.0.0.1:${port}`,
      port,
      output: () => output,
      isHealthy: () =>
        run('bash', [join(folder, 'role.sh'), 'health'], { env: own }).then(
          () => true,
          () => false,
        ),
      stop() {
        child.kill('SIGTERM');
        return ended;
      },
    };
    containers.push(container);
    return container;
  }

  it('migrates once and ends', async () => {
    const { stdout } = await run('bash', [join(folder, 'role.sh'), 'migrate'], { env });
    expect(stdout).toContain('Database:');
  });

  it('ends with words when there is no such role', async () => {
    await expect(run('bash', [join(folder, 'role.sh'), 'apo'], { env })).rejects.toThrow(
      'There is no role "apo"',
    );
  });

  it.each(['provider', 'traces', 'worker', 'realtime', 'renderer', 'api'])(
    '%s becomes healthy, tells its own metrics, and says who it is in its log',
    async (role) => {
      const container = await start(role);
      await waitFor(() => container.isHealthy(), { deadlineMs: 15_000, everyMs: 100 });
      const metrics = await (await fetch(`${container.probe}/metrics`)).text();
      expect(metrics).toContain('# TYPE process_resident_memory_bytes gauge');
      const lines = container.output().trim().split('\n');
      for (const line of lines) expect(JSON.parse(line), line).toMatchObject({ role });
      expect((await fetch(`${container.probe}/livez`)).status).toBe(200);
    },
  );

  it('a second realtime is healthy while it stands by', async () => {
    const standby = await start('realtime');
    await waitFor(() => standby.isHealthy(), { deadlineMs: 15_000, everyMs: 100 });
    const metrics = await (await fetch(`${standby.probe}/metrics`)).text();
    expect(metrics).toMatch(/^trunkline_realtime_active(\{[^}]*\})? 0$/m);
  });

  it('drains and ends with 0 at SIGTERM', async () => {
    expect(await Promise.all(containers.map((one) => one.stop()))).toEqual(containers.map(() => 0));
  });
});
