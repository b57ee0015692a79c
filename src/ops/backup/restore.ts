/**
 * `npm run ctl -- restore <file>`: a database as it was at the moment of its backup.
 *
 * - B3 It is built beside what is there, in a schema of its own, and takes its place in one transaction at the end:
 *   whatever fails or is killed before, the database is as it was.
 * - B4 The epoch becomes one that no client has seen (R1): who knows a later moment is told to reload.
 * - B5 An e-mail that waited at the moment of the backup may have been sent since, and its server knows no repetition:
 *   it becomes `unknown`, for a person to decide. WhatsApp messages go on: their keys are known (D1).
 * - The schema is migrated to that of the backup, filled, and then migrated to ours.
 */
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { migrate, migrationNames } from '../../migrations/all.ts';
import { BackupRefused, checkBackup, type Manifest, readBackup, readManifest } from './format.ts';
import { columnList, countRows, quote, readTables } from './tables.ts';

export interface RestoreOptions {
  readonly databaseUrl: string;
  readonly path: string;
  /** What is in the database may be lost. */
  readonly force: boolean;
  readonly say: (line: string) => void;
}

const OWN_NAME = 'trunkline:restore';
const BESIDE = 'trunkline_restore';
const BEFORE = 'trunkline_before_restore';

export async function restore({ databaseUrl, path, force, say }: RestoreOptions): Promise<Manifest> {
  say(`Checking ${path}`);
  await checkBackup(path);
  const manifest = await readManifest(path);
  const unknown = manifest.migrations.filter((name) => !migrationNames.includes(name));
  if (unknown.length > 0)
    throw new BackupRefused(`${path} was made by a newer release: this one knows no ${unknown.join(', ')}.`);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: OWN_NAME });
  await client.connect();
  try {
    await refuseSecond(client);
    await refuseInUse(client);
    const lost = await readContent(client);
    if (lost && !force) {
      throw new BackupRefused(
        `The database is not empty: ${lost}. All of it would be lost. If that is meant, say --force.`,
      );
    }
    if (lost) say(`What is there will be replaced: ${lost}`);
    await client.query(`drop schema if exists ${BESIDE} cascade`);
    await client.query(`create schema ${BESIDE}`);
    const beside = withSearchPath(databaseUrl, BESIDE);
    await migrate(beside, manifest.migrations);
    const epoch = await readStoredEpoch(client);
    await client.query(`set search_path to ${BESIDE}`);
    await client.query('begin');
    await fill(client, path, manifest, say);
    await client.query('update log_head set stored_epoch = greatest(stored_epoch, $1) + 1', [epoch]);
    const doubtful = await doubtWaitingMail(client);
    if (doubtful > 0) say(`${doubtful} e-mails that waited may have been sent since: they are unknown now`);
    await client.query('commit');
    await migrate(beside);
    say('Looking at what is in the tables, so that questions are planned for it from the start');
    await client.query(`analyze ${(await readTables(client)).map(({ name }) => quote(name)).join(', ')}`);
    // Somebody may have started a platform meanwhile: what it wrote would be lost.
    await refuseInUse(client);
    await takePlace(client);
    say(`Restored the moment ${manifest.madeAt}, position ${manifest.position}`);
    return manifest;
  } finally {
    await client.end();
  }
}

/** Held until the connection ends. */
async function refuseSecond(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ mine: boolean }>(
    "select pg_try_advisory_lock(hashtext('trunkline.restore')) as mine",
  );
  if (!rows[0]?.mine) throw new BackupRefused('Another restore is under way in this database.');
}

async function refuseInUse(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct coalesce(nullif(application_name, ''), 'somebody') as name from pg_stat_activity
      where datname = current_database() and application_name <> $1 and backend_type = 'client backend'`,
    [OWN_NAME],
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name).join(', ');
  throw new BackupRefused(`The database is in use by ${names}. Stop the platform first: npm run ctl -- stop`);
}

/** In words; undefined when nothing would be missed. */
async function readContent(client: pg.Client): Promise<string | undefined> {
  const names = (await readTables(client)).map(({ name }) => name);
  if (names.length === 0) return undefined;
  if (!names.includes('log_head')) return `tables that are not Trunkline's (${names.slice(0, 5).join(', ')})`;
  const counts: string[] = [];
  for (const name of ['users', 'customers', 'tickets', 'events', 'deliveries']) {
    const count = names.includes(name) ? await countRows(client, name) : 0;
    if (count > 0) counts.push(`${count} ${name}`);
  }
  return counts.length > 0 ? counts.join(', ') : undefined;
}

async function readStoredEpoch(client: pg.Client): Promise<number> {
  const found = await client.query("select to_regclass('log_head') is not null as found");
  if (!found.rows[0]?.found) return 0;
  const { rows } = await client.query<{ epoch: number }>('select stored_epoch as epoch from log_head');
  return rows[0]?.epoch ?? 0;
}

/** In the caller's transaction. What the migrations put into the tables gives way. */
async function fill(
  client: pg.Client,
  path: string,
  manifest: Manifest,
  say: (line: string) => void,
): Promise<void> {
  const { tables } = manifest;
  await client.query(`truncate ${tables.map(({ name }) => quote(name)).join(', ')}`);
  let sink: Sink | undefined;
  const close = async (): Promise<void> => {
    if (!sink) return;
    const { table, rows, stream, done } = sink;
    sink = undefined;
    stream.end();
    await done;
    if (stream.rowCount !== rows) throw new Error(`${table}: ${stream.rowCount} rows came, not ${rows}`);
  };
  for await (const frame of readBackup(path)) {
    switch (frame.type) {
      case 'table': {
        await close();
        const index = tables.findIndex(({ name }) => name === frame.name);
        const table = tables[index];
        if (!table) throw new Error(`${frame.name} is not in the manifest`);
        say(`[${index + 1}/${tables.length}] ${table.name}: ${table.rows} rows`);
        const copy = `copy ${quote(table.name)} (${columnList(table.columns)}) from stdin`;
        sink = openSink(client.query(copyFrom(copy)), table.name, table.rows);
        break;
      }
      case 'data':
        if (sink && !sink.stream.write(frame.data))
          await Promise.race([once(sink.stream, 'drain'), sink.done]);
        break;
      case 'sequences':
        await close();
        for (const { name, value, called } of frame.sequences)
          await client.query('select setval($1::regclass, $2::bigint, $3)', [quote(name), value, called]);
    }
  }
}

interface Sink {
  readonly table: string;
  readonly rows: number;
  readonly stream: CopyStreamQuery;
  /** Rejects with what the server says against the rows. */
  readonly done: Promise<void>;
}

function openSink(stream: CopyStreamQuery, table: string, rows: number): Sink {
  const done = finished(stream);
  done.catch(() => undefined);
  return { table, rows, stream, done };
}

async function doubtWaitingMail(client: pg.Client): Promise<number> {
  const result = await client.query(
    `update deliveries set status = 'unknown', next_attempt_at = null, lease_until = null,
        last_error = 'Restored from a backup: it may have been sent since'
      where channel = 'email' and status in ('queued', 'sending')`,
  );
  return result.rowCount ?? 0;
}

/** B3: one transaction. */
async function takePlace(client: pg.Client): Promise<void> {
  await client.query('begin');
  await client.query(`drop schema if exists ${BEFORE} cascade`);
  await client.query(`alter schema public rename to ${BEFORE}`);
  await client.query(`alter schema ${BESIDE} rename to public`);
  await client.query('grant usage on schema public to public');
  await client.query(`drop schema ${BEFORE} cascade`);
  await client.query('commit');
}

function withSearchPath(databaseUrl: string, schema: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${schema}`);
  url.searchParams.set('application_name', OWN_NAME);
  return url.href;
}
