// A migrated database of one's own, copied from the run's template in a few dozen milliseconds.

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { sharedServers } from './servers.ts';

export type TestDatabase = {
  readonly url: string;
  /** Ends all its connections and drops it. */
  stop(): Promise<void>;
};

export async function createTestDatabase(): Promise<TestDatabase> {
  const { postgresUrl, template } = sharedServers();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(postgresUrl, `create database ${name} template ${template}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    stop: () => administer(postgresUrl, `drop database if exists ${name} with (force)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
