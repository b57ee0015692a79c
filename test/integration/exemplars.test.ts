// A Prometheus of the package manager scrapes a platform: a latency leads to the trace of a click.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTool, notHad } from '../../scripts/observability/checks/tools.ts';
import { metricTable } from '../../src/contracts/generic/metrics.ts';
import { freePorts } from '../support/ports.ts';
import { waitFor } from '../support/wait.ts';
import { startWorld, type World } from '../support/world.ts';

const prometheus = await findTool('prometheus');
if (!prometheus) console.log(`not checked: ${notHad('prometheus')}`);

interface Exemplars {
  readonly seriesLabels: Readonly<Record<string, string>>;
  readonly exemplars: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

describe.skipIf(!prometheus)('a real Prometheus that scrapes the platform', () => {
  let world: World;
  let server: ChildProcess;
  let url: string;
  let printed = '';
  /** Of the click that was made. */
  let traceId: string;

  beforeAll(async () => {
    world = await startWorld('shared', { API_PROCESSES: '1' });
    const [port = 0] = await freePorts(1);
    url = `http://127.0.0.1:${port}`;
    const folder = join(world.platform.dataDir, 'prometheus');
    mkdirSync(folder, { recursive: true });
    const target = JSON.stringify(new URL(world.platform.apiUrl).host);
    const scrape = `{ job_name: trunkline, honor_labels: true, static_configs: [{ targets: [${target}] }] }`;
    writeFileSync(
      join(folder, 'prometheus.yaml'),
      `global: { scrape_interval: 1s }\nscrape_configs: [${scrape}]\n`,
    );
    server = spawn(
      prometheus?.path ?? '',
      [
        `--config.file=${join(folder, 'prometheus.yaml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--enable-feature=exemplar-storage',
      ],
      { env: prometheus?.env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    server.stderr?.on('data', (chunk) => {
      printed += String(chunk);
    });
    // Somebody on whose screen it appears, who acknowledges.
    await world.ears('noc');
    const desk = await world.as('customer_service');
    const { customerId } = world.people.customer;
    const answer = await desk.post('/api/v1/tickets', { type: 'repair', title: 'No light', customerId });
    expect(answer.status).toBe(201);
    const { rows } = await world.pool.query<{ trace: string }>(
      'select substr(trace, 4, 32) as trace from events where actor_id = $1 order by id limit 1',
      [answer.body.id],
    );
    traceId = rows[0]?.trace ?? '';
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  }, 90_000);

  afterAll(async () => {
    if (server) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
    }
    await world?.stop();
  });

  async function ask<T>(path: string, query: string): Promise<T> {
    const answer = await fetch(`${url}/api/v1/${path}?${query}`);
    return ((await answer.json()) as { data: T }).data;
  }

  /** The series of the metric whose buckets name the click. */
  async function seriesOf(name: string): Promise<Readonly<Record<string, string>>[]> {
    const nowSeconds = Date.now() / 1_000;
    const query = new URLSearchParams({
      query: `${name}_bucket`,
      start: String(nowSeconds - 300),
      end: String(nowSeconds + 60),
    });
    const found = await ask<Exemplars[] | undefined>('query_exemplars', String(query));
    return (found ?? [])
      .filter(({ exemplars }) => exemplars.some(({ labels }) => labels.trace_id === traceId))
      .map(({ seriesLabels }) => seriesLabels);
  }

  it.each([
    metricTable.httpServerRequestDuration.name,
    metricTable.hopDuration.name,
    metricTable.eventAge.name,
  ])('%s names the trace of the click', async (name) => {
    const series = await waitFor(
      async () => {
        const found = await seriesOf(name);
        return found.length > 0 ? found : undefined;
      },
      { deadlineMs: 20_000, everyMs: 200 },
    ).catch((error: unknown) => {
      throw new Error(`${printed.slice(-2_000)}\n${String(error)}`);
    });
    expect(series[0]).toMatchObject({ role: expect.any(String), index: expect.any(String) });
  });

  it('takes every scrape whole', async () => {
    const { activeTargets } = await ask<{ activeTargets: { health: string; lastError: string }[] }>(
      'targets',
      'state=active',
    );
    expect(activeTargets).toMatchObject([{ health: 'up', lastError: '' }]);
  });
});
