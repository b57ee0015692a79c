import { afterEach, describe, expect, it } from 'vitest';
import { type Probe, startProbe } from '../../../src/engine/probe.ts';

describe('the probe of a process', () => {
  let probe: Probe | undefined;
  afterEach(() => probe?.stop());

  async function ask(path: string, state: { ready?: boolean; metrics?: () => Promise<string> } = {}) {
    probe = await startProbe({
      port: 0,
      isReady: () => state.ready ?? true,
      metrics: state.metrics ?? (async () => 'up 1\n'),
    });
    const response = await fetch(`http://127.0.0.1:${probe.port}${path}`);
    return { status: response.status, text: await response.text() };
  }

  it('lives as soon as it answers', async () => {
    expect((await ask('/livez', { ready: false })).status).toBe(200);
  });

  it('is not ready before everything is started and once it is told to end', async () => {
    expect((await ask('/readyz', { ready: false })).status).toBe(503);
  });

  it('is ready in between', async () => {
    expect((await ask('/readyz?verbose')).status).toBe(200);
  });

  it('tells the metrics of this process', async () => {
    expect(await ask('/metrics')).toEqual({ status: 200, text: 'up 1\n' });
  });

  it('says so when they cannot be read', async () => {
    const { status } = await ask('/metrics', { metrics: () => Promise.reject(new Error('no')) });
    expect(status).toBe(500);
  });

  it('knows no other address', async () => {
    expect((await ask('/')).status).toBe(404);
  });
});
