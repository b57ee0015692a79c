import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { getPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as idle } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, killHard, pause } from '../support/chaos.ts';
import { type Platform, runSupervisor, startPlatform } from '../support/platform.ts';
import { freePorts } from '../support/ports.ts';
import { removeTestFolder } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

describe('the supervisor', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform();
  });
  afterAll(() => platform.stop());

  const allReady = async () => {
    const rows = await platform.list();
    return rows.every((row) => row.state === 'ready') && rows;
  };

  it('names each process by what it does', async () => {
    const rows = await platform.list();
    expect(rows.map((row) => row.title)).toEqual([
      'trunkline:supervisor',
      'trunkline:provider',
      'trunkline:traces',
      'trunkline:worker:1',
      'trunkline:realtime',
      'trunkline:renderer',
      'trunkline:api:1',
      'trunkline:api:2',
    ]);
  });

  it('lets those who answer people go first where processors are short', async () => {
    const nicenessOf = async (role: string) => getPriority((await platform.pids(role))[0]);
    const [api, realtime, renderer, worker, traces] = await Promise.all(
      ['api', 'realtime', 'renderer', 'worker', 'traces'].map(nicenessOf),
    );
    expect(realtime).toBe(api);
    expect(renderer).toBe(api);
    // Workers have people waiting, too: with less than the others they came to nothing where processors were full.
    expect(worker).toBe(api);
    expect(traces).toBeGreaterThan(worker ?? 0);
  });

  it.each(['api', 'worker', 'realtime', 'renderer', 'provider', 'traces'])(
    'starts a killed %s again',
    async (role) => {
      const [victim = 0] = await platform.pids(role);
      killHard(victim);
      await waitFor(async () => !(await platform.pids(role)).includes(victim));
      const rows = await waitFor(allReady, { deadlineMs: 20_000 });
      expect(rows.find((row) => row.role === role)?.restarts).toBeGreaterThan(0);
      expect(platform.logs('supervisor')).toMatch(new RegExp(`${role}:1 .pid ${victim}. ended with SIGKILL`));
    },
  );

  it('replaces a process that stops answering its heartbeat', async () => {
    const [victim = 0] = await platform.pids('worker');
    pause(victim);
    await waitFor(async () => !(await platform.pids('worker')).includes(victim), { deadlineMs: 20_000 });
    await waitFor(allReady, { deadlineMs: 20_000 });
    expect(isAlive(victim)).toBe(false);
    expect(platform.logs('supervisor')).toContain(`worker:1 (pid ${victim}) was silent`);
  });

  it('restarts the API processes without a failed request', async () => {
    await waitFor(allReady);
    const before = await platform.pids('api');
    const load = startLoad(platform.apiUrl);
    await waitFor(() => load.answered() > 200);
    await platform.ctl('restart', 'api');
    const after = load.answered();
    await waitFor(() => load.answered() > after + 200);
    const failures = await load.stop();
    const now = await platform.pids('api');
    expect(failures).toEqual([]);
    expect(now).toHaveLength(before.length);
    expect(now.filter((pid) => before.includes(pid))).toEqual([]);
  });

  it('scales up and down', async () => {
    await platform.ctl('scale', 'api', '3');
    expect(await platform.pids('api')).toHaveLength(3);
    await platform.ctl('scale', 'api', '2');
    expect(await platform.pids('api')).toHaveLength(2);
  });

  it('refuses a scale that does not fit the database, and shows the sum', async () => {
    await expect(platform.ctl('scale', 'api', '500')).rejects.toThrow(
      /\(500 \+ 1\) api x 2 \+ 1 worker x \d+ \+ .* = \d+ connections, but the server allows \d+ - \d+ reserved = \d+/,
    );
    expect(await platform.pids('api')).toHaveLength(2);
  });

  it('gives the metrics of all processes, labelled, whichever answers', async () => {
    await waitFor(allReady);
    const text = await (await fetch(`${platform.apiUrl}/metrics`)).text();
    expect(text).toContain('trunkline_process_up{role="api",index="2"} 1');
    expect(text).toContain('trunkline_process_up{role="worker",index="1"} 1');
  });

  it('refuses a second start on the same data folder', async () => {
    const second = runSupervisor(platform.env);
    expect((await second.exited).code).toBe(1);
    expect(second.output()).toContain(`(pid ${platform.pid})`);
    expect(second.output()).toContain('npm run ctl -- stop');
  });
});

describe('a start that cannot succeed', () => {
  it('names who holds the port, and how to choose another', async () => {
    const [apiPort = 0, realtimePort = 0] = await freePorts(2);
    const holder = createServer().listen(apiPort);
    const env = {
      API_PORT: String(apiPort),
      REALTIME_PORT: String(realtimePort),
      DATA_DIR: '/tmp/trunkline-test-taken',
    };
    const supervisor = runSupervisor(env);
    const { code } = await supervisor.exited;
    holder.close();
    await rm(env.DATA_DIR, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(supervisor.output()).toContain(`Port ${apiPort} (API_PORT) is taken by process ${process.pid}`);
    expect(supervisor.output()).toContain(`API_PORT=${apiPort + 100}`);
  });

  it('says which setting is wrong', async () => {
    const supervisor = runSupervisor({ API_PROCESSES: 'many' });
    expect((await supervisor.exited).code).toBe(1);
    expect(supervisor.output()).toContain(
      'API_PROCESSES is "many", but it must be a whole number from 1 to 64',
    );
  });
});

describe('a platform that is told to draw no pages', () => {
  it('has no renderer, and its pages come all the same', async () => {
    const platform = await startPlatform({ env: { RENDERER_PROCESSES: '0', API_PROCESSES: '1' } });
    try {
      expect(await platform.pids('renderer')).toEqual([]);
      const page = await fetch(platform.apiUrl, { headers: { accept: 'text/html' } });
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('</html>');
      expect(platform.logs('api')).not.toContain('renderer');
    } finally {
      await platform.stop();
    }
  });
});

describe('a platform with servers of its own', () => {
  it('starts a killed PostgreSQL and a killed Redis again, on the same ports', async () => {
    const platform = await startPlatform({ servers: 'embedded' });
    try {
      for (const file of ['postgres/postmaster.pid', 'redis/redis.pid']) {
        const pidIn = () => Number(readFileSync(join(platform.dataDir, file), 'utf8').split('\n')[0]);
        const before = pidIn();
        killHard(before);
        await waitFor(() => pidIn() !== before && isAlive(pidIn()), { deadlineMs: 15_000 });
      }
      expect(platform.output()).toMatch(/PostgreSQL is gone; starting it again/);
      expect(platform.output()).toMatch(/Redis is gone; starting it again/);
    } finally {
      await platform.stop();
    }
  });

  it('ends completely after kill -9 of the supervisor, and the next start goes on with the same data', async () => {
    const first = await startPlatform({ servers: 'embedded' });
    const dataDir = first.dataDir;
    const children = (await first.list()).flatMap((row) => row.pid ?? []);
    try {
      killHard(first.pid);
      await waitFor(() => children.every((pid) => !isAlive(pid)), { deadlineMs: 12_000 });

      const second = await startPlatform({ servers: 'embedded', dataDir, env: { ...first.env } });
      expect(second.output()).not.toContain('Making the database');
      const rows = await second.list();
      const startedAt = performance.now();
      process.kill(second.pid, 'SIGINT');
      expect(await second.exited).toEqual({ code: 0, signal: null });
      // The promise is a limit on the whole, so this is no tight clock.
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      expect(rows.flatMap((row) => row.pid ?? []).filter(isAlive)).toEqual([]);
      expect(second.output()).toContain('Stopped');
    } finally {
      for (const pid of children.filter(isAlive)) killHard(pid);
      removeTestFolder(dirname(dataDir));
    }
  });
});

type Load = { answered(): number; stop(): Promise<string[]> };

/**
 * A few clients: two that keep their connection and never rest, two that keep it and let it idle between
 * requests (the ones a careless close would hit), two that make a new one for each request.
 */
function startLoad(url: string): Load {
  const failures: string[] = [];
  let answered = 0;
  let stopping = false;
  const agents = [1, 2, 3, 4].map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const clients = [...agents, false as const, false as const].map(async (agent, client) => {
    while (!stopping) {
      if (client < 2) await idle(60 + 30 * client);
      await get(`${url}/livez`, agent).then(
        (status) => {
          answered += 1;
          if (status !== 200) failures.push(`status ${status}`);
        },
        (error: Error) => failures.push(error.message),
      );
    }
  });
  return {
    answered: () => answered,
    async stop() {
      stopping = true;
      await Promise.all(clients);
      for (const agent of agents) agent.destroy();
      return failures;
    },
  };
}

function get(url: string, agent: Agent | false): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    })
      .once('error', reject)
      .end();
  });
}
