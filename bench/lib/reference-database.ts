/** The references' table, in a database of its own on the same server. */
import pg from 'pg';

export async function createReferenceDatabase(databaseUrl: string): Promise<string> {
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query('drop database if exists bench_reference with (force)');
  await admin.query('create database bench_reference');
  await admin.end();
  const url = new URL(databaseUrl);
  url.pathname = '/bench_reference';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create table bench_tickets (id bigint generated always as identity primary key,
    type text not null, title text not null, priority text not null, created_at timestamptz not null default now())`);
  await client.end();
  return url.href;
}
