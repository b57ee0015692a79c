// The renderer by its door, with a bundle that draws what a test wants, against a real API.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpanKind, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RenderVisit } from '../../src/contracts/rendering.ts';
import type { SessionAnswer } from '../../src/contracts/session.ts';
import { createLogger } from '../../src/engine/logger.ts';
import { readSamples } from '../../src/engine/metric-text.ts';
import { ownMetrics } from '../../src/engine/metrics.ts';
import { withSpan } from '../../src/engine/telemetry/spans.ts';
import { createRenderClient } from '../../src/renderer/client.ts';
import { type RenderServer, type RenderServerOptions, startRenderServer } from '../../src/renderer/server.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { freePorts } from '../support/ports.ts';
import { waitFor } from '../support/wait.ts';

/** What the bundle of these tests tells, and what it waits for. Begun before it is loaded, found by its name. */
interface Stage {
  readonly told: string[];
  readonly gates: Map<string, () => void>;
}
const stage: Stage = { told: [], gates: new Map() };
Object.assign(globalThis, { rendererTest: stage });

const bundle = `
const { told, gates } = globalThis.rendererTest;
const gate = (name) => new Promise((open) => gates.set(name, open));
const scenes = {
  async me(visit, ask) {
    const answer = await ask('/api/v1/session');
    return { markup: '<p>' + visit.session.user.name + '</p>', state: await answer.text() };
  },
  async held(visit) {
    await gate(visit.url);
    return { markup: visit.url, state: '{}' };
  },
  async restless(visit, ask) {
    try {
      for (;;) await (await ask('/api/v1/session')).text();
    } catch (error) {
      told.push(visit.url + ' was refused');
      await gate(visit.url);
      throw error;
    }
  },
  async careless(visit, ask) {
    ask('/api/v1/session').catch(() => told.push(visit.url + ' was refused'));
    return { markup: '', state: '{}' };
  },
  broken(visit) {
    throw new RangeError('no such thing as ' + visit.session.user.name);
  },
  async elsewhere(visit, ask) {
    const refused = [];
    for (const path of ['//example.test/api/', '/ops/traces', '/api/../metrics', '@example.test/api/'])
      await ask(path).catch(() => refused.push(path));
    return { markup: '', state: JSON.stringify(refused) };
  },
};
export const build = 'this build';
export function createRender({ timeZone }) {
  return async (visit, ask) => {
    told.push(visit.url + ' began in ' + timeZone);
    try {
      return await scenes[/^\\/(\\w+)/.exec(visit.url)[1]](visit, ask);
    } finally {
      told.push(visit.url + ' ended');
    }
  };
}
`;

let api: TestApi;
let folder: string;
let session: SessionAnswer;
let cookie: string;
let logged: string[];
const servers: RenderServer[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'renderer-'));
  writeFileSync(join(folder, 'render.mjs'), bundle);
  api = await startTestApi();
  const customer = await api.as('customer');
  cookie = customer.cookie ?? '';
  session = (await customer.get('/api/v1/session')).body;
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  logged = [];
  stage.told.length = 0;
});
afterEach(async () => {
  openAll();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

function openAll(): void {
  for (const open of stage.gates.values()) open();
  stage.gates.clear();
}

async function open(url: string): Promise<void> {
  (await waitFor(() => stage.gates.get(url)))();
  stage.gates.delete(url);
}

const write = (line: string) => logged.push(line);

async function startRenderer(more: Partial<RenderServerOptions> = {}): Promise<string> {
  const server = await startRenderServer({
    port: 0,
    host: '127.0.0.1',
    apiUrl: api.url,
    bundleFile: join(folder, 'render.mjs'),
    timeZone: 'Asia/Jakarta',
    logger: createLogger({ role: 'renderer', write }),
    onStuck(error) {
      throw error;
    },
    // Nothing here is late unless a test says so.
    ...more,
    limits: { deadlineMs: 60_000, ...more.limits },
  });
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

const visitTo = (url: string): RenderVisit => ({
  url,
  session,
  locale: 'id',
  build: 'this build',
});

function post(
  renderer: string,
  body: unknown,
  headers: Record<string, string> = { cookie },
  signal: AbortSignal | null = null,
): Promise<Response> {
  return fetch(`${renderer}/render`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal,
  });
}

const draw = (renderer: string, url: string, signal?: AbortSignal) =>
  post(renderer, visitTo(url), { cookie }, signal);

async function metric(name: string, outcome?: string): Promise<number> {
  const found = readSamples(await ownMetrics()).get(name) ?? [];
  return found.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
}
const waiting = () => metric('trunkline_renders_waiting');

describe('a page', () => {
  it('is drawn of what its visitor gets from the API', async () => {
    const renderer = await startRenderer();
    const before = await metric('trunkline_renders_total', 'rendered');
    const answer = await draw(renderer, '/me?tab=open');
    expect(answer.status).toBe(200);
    const { markup, state } = (await answer.json()) as { markup: string; state: string };
    expect(markup).toBe(`<p>${session.user.name}</p>`);
    expect(JSON.parse(state)).toEqual(session);
    expect(stage.told).toEqual(['/me?tab=open began in Asia/Jakarta', '/me?tab=open ended']);
    expect(await metric('trunkline_renders_total', 'rendered')).toBe(before + 1);
  });

  it('of somebody whose session has ended gets what nobody gets', async () => {
    const renderer = await startRenderer();
    const answer = await post(renderer, visitTo('/me'), {
      cookie: `trunkline_session=${'x'.repeat(43)}`,
    });
    expect(JSON.parse(((await answer.json()) as { state: string }).state)).toMatchObject({ status: 401 });
  });

  it('asks nobody but the API', async () => {
    const renderer = await startRenderer();
    const answer = await draw(renderer, '/elsewhere');
    expect(JSON.parse(((await answer.json()) as { state: string }).state)).toEqual([
      '//example.test/api/',
      '/ops/traces',
      '/api/../metrics',
      '@example.test/api/',
    ]);
  });

  it('stands in the trace of the request that it is drawn for, with what it asked', async () => {
    const kept = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(kept)] });
    provider.register();
    try {
      const url = await startRenderer();
      const client = createRenderClient({ url, logger: createLogger({ role: 'api', write }) });
      const signal = new AbortController().signal;
      await withSpan('GET /', { parent: null }, () =>
        client(visitTo('/me?q=Siti'), cookie, 'Browser/1', signal),
      );
      const spans = await waitFor(() => {
        const ended = kept.getFinishedSpans();
        return ended.some(({ name }) => name === 'GET /') && ended.length >= 5 && ended;
      });
      const names = (span: (typeof spans)[number] | undefined): string[] =>
        span
          ? [
              `${SpanKind[span.kind]} ${span.name}`,
              ...names(spans.find((one) => one.spanContext().spanId === span.parentSpanContext?.spanId)),
            ]
          : [];
      const asked = spans.find(({ name }) => name === 'GET /api/v1/session');
      expect(names(asked)).toEqual([
        'SERVER GET /api/v1/session',
        'CLIENT GET',
        'SERVER POST /render',
        'CLIENT POST /render',
        'INTERNAL GET /',
      ]);
      const text = JSON.stringify(spans.map(({ name, attributes }) => [name, attributes]));
      for (const personal of ['Siti', session.user.name, cookie]) expect(text).not.toContain(personal);
    } finally {
      trace.disable();
      await provider.shutdown();
    }
  });
});

describe('pages', () => {
  it('are drawn one after another', async () => {
    const renderer = await startRenderer();
    const first = draw(renderer, '/held?1');
    await waitFor(() => stage.gates.has('/held?1'));
    const second = draw(renderer, '/held?2');
    await waitFor(async () => (await waiting()) === 1);
    await open('/held?1');
    await open('/held?2');
    expect((await first).status).toBe(200);
    expect(await (await second).json()).toEqual({ markup: '/held?2', state: '{}' });
    expect(stage.told).toEqual([
      '/held?1 began in Asia/Jakarta',
      '/held?1 ended',
      '/held?2 began in Asia/Jakarta',
      '/held?2 ended',
    ]);
  });

  it('are turned away at once when enough wait', async () => {
    const renderer = await startRenderer({ limits: { mostWaiting: 1 } });
    const before = await metric('trunkline_renders_total', 'busy');
    const first = draw(renderer, '/held?1');
    await waitFor(() => stage.gates.has('/held?1'));
    const second = draw(renderer, '/me');
    await waitFor(async () => (await waiting()) === 1);
    const third = await draw(renderer, '/me');
    expect(third.status).toBe(503);
    expect(third.headers.get('retry-after')).toBe('1');
    expect(await metric('trunkline_renders_total', 'busy')).toBe(before + 1);
    await open('/held?1');
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
  });

  it('that take too long are answered so, and what they ask is ended', async () => {
    const renderer = await startRenderer({ limits: { deadlineMs: 200 } });
    const before = await metric('trunkline_renders_total', 'late');
    expect((await draw(renderer, '/restless')).status).toBe(504);
    expect(await metric('trunkline_renders_total', 'late')).toBe(before + 1);
    await waitFor(() => stage.told.includes('/restless was refused'));
  });

  it('that wait too long are never begun', async () => {
    const renderer = await startRenderer({ limits: { deadlineMs: 200 } });
    const first = draw(renderer, '/held?1');
    await waitFor(() => stage.gates.has('/held?1'));
    expect((await draw(renderer, '/held?2')).status).toBe(504);
    expect((await first).status).toBe(504);
    await open('/held?1');
    await waitFor(() => stage.told.includes('/held?1 ended'));
    expect(await waiting()).toBe(0);
    expect(stage.told).toEqual(['/held?1 began in Asia/Jakarta', '/held?1 ended']);
  });

  it('that nobody waits for any more are ended, and the next begins when such a one has ended', async () => {
    const renderer = await startRenderer();
    const gone = new AbortController();
    const leaving = [draw(renderer, '/restless', gone.signal)];
    await waitFor(() => stage.told.includes('/restless began in Asia/Jakarta'));
    leaving.push(draw(renderer, '/held?2', gone.signal));
    await waitFor(async () => (await waiting()) === 1);
    gone.abort();
    for (const one of leaving) await expect(one).rejects.toThrow('aborted');
    // What it asked was ended; it has not.
    await waitFor(() => stage.told.includes('/restless was refused'));
    await waitFor(async () => (await waiting()) === 0);
    const next = draw(renderer, '/held?3');
    await waitFor(async () => (await waiting()) === 1);
    await open('/restless');
    await open('/held?3');
    expect((await next).status).toBe(200);
    expect(stage.told).toEqual([
      '/restless began in Asia/Jakarta',
      '/restless was refused',
      '/restless ended',
      '/held?3 began in Asia/Jakarta',
      '/held?3 ended',
    ]);
  });

  it('leave nothing behind that goes on into the next one', async () => {
    const renderer = await startRenderer();
    expect((await draw(renderer, '/careless')).status).toBe(200);
    await waitFor(() => stage.told.includes('/careless was refused'));
  });

  it('one that does not end is the end of the process', async () => {
    const stuck: Error[] = [];
    const renderer = await startRenderer({
      limits: { deadlineMs: 50, settleMs: 50 },
      onStuck: (error) => stuck.push(error),
    });
    expect((await draw(renderer, '/held')).status).toBe(504);
    await waitFor(() => stuck.length > 0);
    expect(String(stuck[0])).toContain('a drawing did not end');
  });
});

describe('what is no visit', () => {
  it('is refused before anything is drawn', async () => {
    const renderer = await startRenderer();
    const long = { ...visitTo('/me'), more: 'x'.repeat(100_000) };
    const answers = await Promise.all([
      post(renderer, visitTo('/me'), {}),
      post(renderer, '{"url":'),
      post(renderer, visitTo('//example.test/')),
      post(renderer, { url: '/me' }),
      post(renderer, long),
      fetch(`${renderer}/render`),
      fetch(`${renderer}/`, { method: 'POST', headers: { cookie } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 400, 400, 400, 413, 404, 404]);
    expect(stage.told).toEqual([]);
  });
});

describe('a page that cannot be drawn', () => {
  it('is told of by where it failed, without a word of whose it is', async () => {
    const renderer = await startRenderer();
    expect((await draw(renderer, '/broken?q=Siti')).status).toBe(500);
    expect((await draw(renderer, '/me')).status).toBe(200);
    const [line = '', ...more] = logged;
    expect(more).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({ level: 'error', path: '/broken', type: 'RangeError' });
    expect(line).toContain('render.mjs');
    for (const personal of [session.user.name, 'Siti']) expect(line).not.toContain(personal);
  });

  it('of another build is not drawn: its styles and scripts are others', async () => {
    const renderer = await startRenderer();
    const answer = await post(renderer, { ...visitTo('/me'), build: 'the build before' });
    expect(answer.status).toBe(409);
    expect(stage.told).toEqual([]);
  });

  it('where there is no bundle, or one that does not load, is said at the start and in each answer', async () => {
    const broken = join(folder, 'broken.mjs');
    writeFileSync(broken, 'export const other = 1;');
    for (const bundleFile of [join(folder, 'none.mjs'), broken]) {
      const renderer = await startRenderer({ bundleFile });
      const answer = await draw(renderer, '/me');
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ title: 'Nothing to render with' });
    }
    expect(logged[0]).toContain('there is nothing to render with');
    expect(logged[1]).toContain('it exports no createRender');
  });
});

describe('the API', () => {
  const signal = new AbortController().signal;
  const clientOf = (url: string | undefined, more: { deadlineMs?: number; awayMs?: number } = {}) =>
    createRenderClient({ url, deadlineMs: 60_000, logger: createLogger({ role: 'api', write }), ...more });

  it('gets markup and data', async () => {
    const client = clientOf(await startRenderer());
    const rendered = await client(visitTo('/me'), cookie, undefined, signal);
    expect(rendered?.markup).toBe(`<p>${session.user.name}</p>`);
    expect(logged).toEqual([]);
  });

  it('gets nothing where there is no renderer, and where a page is not drawn', async () => {
    const client = clientOf(await startRenderer());
    expect(await clientOf(undefined)(visitTo('/me'), cookie, undefined, signal)).toBeUndefined();
    expect(await client(visitTo('/broken'), cookie, undefined, signal)).toBeUndefined();
    expect(await client(visitTo('/me'), cookie, undefined, signal)).toBeDefined();
  });

  it('leaves one that is away to itself for a while', async () => {
    const [port = 0] = await freePorts(1);
    const client = clientOf(`http://127.0.0.1:${port}`, { awayMs: 60_000 });
    expect(await client(visitTo('/me'), cookie, undefined, signal)).toBeUndefined();
    await startRenderer({ port });
    expect(await client(visitTo('/me'), cookie, undefined, signal)).toBeUndefined();
    expect(stage.told).toEqual([]);
  });

  it('asks it again after that, and says once that it was away', async () => {
    const [port = 0] = await freePorts(1);
    const client = clientOf(`http://127.0.0.1:${port}`, { awayMs: 0 });
    const ask = () => client(visitTo('/me'), cookie, undefined, signal);
    expect([await ask(), await ask()]).toEqual([undefined, undefined]);
    await startRenderer({ port });
    const rendered = await waitFor(ask);
    expect(rendered.markup).toBe(`<p>${session.user.name}</p>`);
    const words = logged.map((line) => JSON.parse(line).msg);
    expect(words).toEqual([
      'the renderer does not answer; browsers draw pages meanwhile',
      'the renderer answers again',
    ]);
  });

  it('gives up one that is late, and leaves it to itself for a while', async () => {
    const client = clientOf(await startRenderer(), { deadlineMs: 100, awayMs: 60_000 });
    const ask = (url: string) => client(visitTo(url), cookie, undefined, signal);
    expect(await ask('/held')).toBeUndefined();
    openAll();
    expect(await ask('/me')).toBeUndefined();
    expect(stage.told).not.toContain('/me began in Asia/Jakarta');
    expect(logged.map((line) => JSON.parse(line).err.message)).toEqual(['no answer in 100 ms']);
  });

  it('thinks no worse of it when the visitor has gone', async () => {
    const client = clientOf(await startRenderer());
    const gone = new AbortController();
    const left = client(visitTo('/held'), cookie, undefined, gone.signal);
    await waitFor(() => stage.gates.has('/held'));
    gone.abort();
    expect(await left).toBeUndefined();
    await open('/held');
    expect(await client(visitTo('/me'), cookie, undefined, signal)).toBeDefined();
    expect(logged).toEqual([]);
  });

  it('finds the one that took the place of another', async () => {
    const [port = 0] = await freePorts(1);
    const client = clientOf(`http://127.0.0.1:${port}`);
    for (let life = 1; life <= 2; life++) {
      await startRenderer({ port });
      expect(await client(visitTo('/me'), cookie, undefined, signal)).toBeDefined();
      await servers.pop()?.stop();
    }
    expect(logged).toEqual([]);
  });
});
