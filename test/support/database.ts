// A migrated database of one's own, copied from a template of the run in a few dozen milliseconds.

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createPool } from '../../src/engine/database.ts';
import { followers } from '../../src/handlers/registry.ts';
import { loadDemoData } from '../../src/ops/demo-data.ts';
import { startFollowing } from './following.ts';
import { sharedServers } from './servers.ts';

export type TestDatabase = {
  readonly url: string;
  /** Ends all its connections and drops it. */
  stop(): Promise<void>;
};

/** @param holds `demo`: the demo's people and past, already counted by the followers; by default nothing */
export async function createTestDatabase(holds: 'nothing' | 'demo' = 'nothing'): Promise<TestDatabase> {
  const { postgresUrl, template } = sharedServers();
  const source = holds === 'demo' ? await demoTemplate(postgresUrl, template) : template;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(postgresUrl, (admin) => copy(admin, name, source));
  return {
    url: named(postgresUrl, name),
    stop: () => administer(postgresUrl, (admin) => drop(admin, name)),
  };
}

/** Made by whoever needs it first; the others wait. */
async function demoTemplate(postgresUrl: string, template: string): Promise<string> {
  const name = 'trunkline_demo';
  await administer(postgresUrl, async (admin) => {
    await admin.query("select pg_advisory_lock(hashtext('test demo template'))");
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
    if (rowCount) return;
    const making = `${name}_making`;
    // Somebody before may have been killed half-way.
    await drop(admin, making);
    await copy(admin, making, template);
    const url = named(postgresUrl, making);
    await loadDemoData(url, () => undefined);
    const pool = createPool({ url, poolSize: 4, name: 'test-demo-template' });
    const following = await startFollowing(pool, followers);
    await following.settled(DEMO_COUNTED_MS);
    await following.stop();
    await pool.end();
    await admin.query(`alter database ${making} rename to ${name}`);
  });
  return name;
}

const DEMO_COUNTED_MS = 60_000;

const copy = (admin: pg.Client, name: string, source: string) =>
  admin.query(`create database ${name} template ${source} strategy file_copy`);

const drop = (admin: pg.Client, name: string) => admin.query(`drop database if exists ${name} with (force)`);

function named(postgresUrl: string, name: string): string {
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
