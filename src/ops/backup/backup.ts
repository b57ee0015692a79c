/**
 * `npm run ctl -- backup <file>`: the whole database as one file, while the platform runs or not.
 *
 * Everything is read in one repeatable-read transaction, so the file is one moment of the log: no event without its
 * state, no cursor beyond its events. It holds up nobody; numbering is made to live with long readers (L4).
 */
import { access } from 'node:fs/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BackupRefused, type BackupTable, type Frame, type Manifest, writeBackup } from './format.ts';
import { columnList, countRows, quote, readSequences, readTables } from './tables.ts';

export interface BackupOptions {
  readonly databaseUrl: string;
  readonly path: string;
  /** An older file there is replaced. */
  readonly force: boolean;
  readonly say: (line: string) => void;
}

export async function backUp({ databaseUrl, path, force, say }: BackupOptions): Promise<Manifest> {
  if (!force && (await exists(path)))
    throw new BackupRefused(
      `There is a file ${path} already. Choose another name, or replace it with --force.`,
    );
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'trunkline:backup' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const manifest = await readState(client);
    const bytes = await writeBackup(path, framesOf(client, manifest, say));
    await client.query('commit');
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    say(`Backed up ${rows} rows at position ${manifest.position} into ${path} (${megabytes(bytes)})`);
    return manifest;
  } finally {
    await client.end();
  }
}

async function readState(client: pg.Client): Promise<Manifest> {
  const head = await client
    .query<{ position: string }>('select position from log_head where one')
    .catch(() => undefined);
  if (!head?.rows[0]) throw new BackupRefused('There is no Trunkline in this database: nothing to back up.');
  const ran = await client.query<{ name: string }>('select name from knex_migrations order by id');
  const tables: BackupTable[] = [];
  for (const table of await readTables(client))
    tables.push({ ...table, rows: await countRows(client, table.name) });
  return {
    madeAt: new Date().toISOString(),
    migrations: ran.rows.map(({ name }) => name),
    position: Number(head.rows[0].position),
    tables,
  };
}

async function* framesOf(
  client: pg.Client,
  manifest: Manifest,
  say: (line: string) => void,
): AsyncGenerator<Frame> {
  yield { type: 'manifest', manifest };
  for (const [index, { name, columns, rows }] of manifest.tables.entries()) {
    say(`[${index + 1}/${manifest.tables.length}] ${name}: ${rows} rows`);
    yield { type: 'table', name };
    const data = client.query(copyTo(`copy ${quote(name)} (${columnList(columns)}) to stdout`));
    for await (const bytes of data) yield { type: 'data', data: bytes as Buffer };
    if (data.rowCount !== rows) throw new Error(`${name} had ${rows} rows, and gave ${data.rowCount}`);
  }
  yield { type: 'sequences', sequences: await readSequences(client) };
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
