// Starts the shared PostgreSQL and Redis once for all projects of a vitest run, and stops them after the last.
// Where whole platforms are tested it builds them first.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { type SharedServers, startSharedServers } from './servers.ts';

type Running = Promise<{ servers: SharedServers; stop(): Promise<void> }>;

// Each project loads this file by itself; what they share lives on the global object of the main process.
const shared = globalThis as {
  trunklineTestBuild?: Promise<unknown>;
  trunklineTestServers?: { running: Running; users: number };
};

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (project.name === 'failure' || project.name === 'browser') shared.trunklineTestBuild ??= buildIfNeeded();
  shared.trunklineTestServers ??= { running: startSharedServers(), users: 0 };
  const mine = shared.trunklineTestServers;
  mine.users += 1;
  project.provide('servers', (await mine.running).servers);
  await shared.trunklineTestBuild;
  return async () => {
    mine.users -= 1;
    if (mine.users > 0) return;
    delete shared.trunklineTestServers;
    await (await mine.running).stop();
  };
}

function buildIfNeeded(): Promise<unknown> {
  const script = join(import.meta.dirname, '../../src/ops/build.mjs');
  return promisify(execFile)(process.execPath, [script, '--if-needed']);
}
