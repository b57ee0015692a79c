// The front of the containers, nginx itself, with a platform behind it: one origin for everything.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frontConfig } from '../../scripts/observability/checks/front.ts';
import { allQueries, familiesIn } from '../../scripts/observability/checks/queries.ts';
import { findTool, notHad } from '../../scripts/observability/checks/tools.ts';
import { realtimePath } from '../../src/contracts/generic/realtime.ts';
import { type Client, createClient, PASSWORD } from '../support/api.ts';
import { freePorts } from '../support/ports.ts';
import { waitFor } from '../support/wait.ts';
import { startWorld, type World } from '../support/world.ts';

const nginx = await findTool('nginx');
if (!nginx) console.log(`not checked: ${notHad('nginx')}`);

describe.skipIf(!nginx)('nginx in front of the platform', () => {
  let world: World;
  let front: ChildProcess;
  let origin: string;
  let client: Client;
  let printed = '';
  const sockets: Socket[] = [];

  beforeAll(async () => {
    world = await startWorld('shared', { TRUSTED_PROXIES: 'loopback' });
    const [port = 0] = await freePorts(1);
    origin = `http://127.0.0.1:${port}`;
    const folder = join(world.platform.dataDir, 'front');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'nginx.conf');
    const hostOf = (url: string): string => new URL(url).host;
    const places = {
      port,
      api: hostOf(world.platform.apiUrl),
      // The first stands by: nobody listens there, as a port that is only free now would not promise.
      realtime: [`127.0.0.1:1`, hostOf(world.platform.realtimeUrl)],
    };
    writeFileSync(file, frontConfig(nginx?.version ?? '', folder, places));
    front = spawn(nginx?.path ?? '', ['-p', folder, '-c', file], { env: nginx?.env });
    front.stderr?.on('data', (chunk) => {
      printed += String(chunk);
    });
    await waitFor(async () => (await fetch(`${origin}/health`).catch(() => undefined))?.ok, {
      deadlineMs: 10_000,
    });
    const anonymous = createClient(origin, { origin });
    const answer = await anonymous.post('/api/v1/session', {
      username: world.people.admin.username,
      password: PASSWORD,
    });
    expect(answer.status, printed).toBe(201);
    client = createClient(origin, {
      origin,
      cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    });
  }, 90_000);

  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    if (front) {
      const ended = new Promise((resolve) => front.once('exit', resolve));
      front.kill('SIGQUIT');
      await ended;
    }
    await world.stop();
  });

  async function connected(transports: ('polling' | 'websocket')[], upgrade = true): Promise<Socket> {
    const socket = io(origin, {
      path: realtimePath,
      transports,
      upgrade,
      reconnection: false,
      extraHeaders: { cookie: client.cookie ?? '', origin },
      auth: {},
    });
    sockets.push(socket);
    let refused: unknown;
    socket.on('connect_error', (error) => {
      refused = error;
    });
    await waitFor(() => socket.connected || refused !== undefined, { deadlineMs: 10_000 });
    expect(refused, printed).toBeUndefined();
    return socket;
  }

  const transportOf = (socket: Socket): string => socket.io.engine.transport.name;

  it('answers /health, of an API process', async () => {
    expect((await client.get('/health')).body).toMatchObject({ status: 'OK' });
  });

  it('leads to the API, which knows its own pages from those of others', async () => {
    const answer = await client.get('/api/v1/tickets');
    expect(answer.status).toBe(200);
    const stranger = createClient(origin, {
      origin: 'http://elsewhere.example',
      cookie: client.cookie ?? '',
    });
    expect((await stranger.post('/api/v1/tickets', {})).status).toBe(403);
  });

  it('serves the portal', async () => {
    // Where whoever is signed in begins.
    const start = await client.get('/', { accept: 'text/html' });
    expect(start.status).toBe(303);
    const page = await client.get(start.headers.get('location') ?? '', { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<div id="root"');
  });

  it('leads an alert to its runbook, as the bundle finds it', async () => {
    const page = await client.get('/ops/runbooks/ApiUnavailable', { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<h1>ApiUnavailable: ');
    expect((await client.get('/ops/runbooks/Nothing', { accept: 'text/html' })).status).toBe(404);
  });

  it('carries a websocket to the active realtime, past the one that stands by', async () => {
    const socket = await connected(['websocket']);
    expect(transportOf(socket)).toBe('websocket');
  });

  it('carries polling alone, each request past the one that stands by', async () => {
    const socket = await connected(['polling'], false);
    await waitFor(() => socket.connected);
    expect(transportOf(socket)).toBe('polling');
  });

  it('lets a polling socket upgrade', async () => {
    const socket = await connected(['polling', 'websocket']);
    await waitFor(() => transportOf(socket) === 'websocket', { deadlineMs: 10_000 });
  });

  it('tells nobody outside the metrics', async () => {
    expect((await client.get('/metrics')).status).toBe(404);
  });

  it('every metric that a dashboard, a rule or a scaler asks for is on /metrics of the platform', async () => {
    const wanted = [...familiesIn(allQueries())];
    const missing = await waitFor(
      async () => {
        const text = await (await fetch(`${world.platform.apiUrl}/metrics`)).text();
        const absent = wanted.filter((name) => !text.includes(`# TYPE ${name} `));
        return absent.length === 0 ? 'none' : undefined;
      },
      { deadlineMs: 15_000 },
    );
    expect(missing).toBe('none');
  });
});
