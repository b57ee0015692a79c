// A backup of a live database, restored into a fresh server: everything is there, clients of before reload, and a
// platform goes on from it. What is wrong with a file is found before anything is touched.

import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberEvents, readHead } from '../../src/engine/log.ts';
import { backUp } from '../../src/ops/backup/backup.ts';
import { type Frame, readBackup, readManifest, writeBackup } from '../../src/ops/backup/format.ts';
import { restore } from '../../src/ops/backup/restore.ts';
import { createClient, PASSWORD, randomAddress, startTestApi, type TestApi } from '../support/api.ts';
import { runCtl } from '../support/ctl.ts';
import { startPlatform } from '../support/platform.ts';
import { listen } from '../support/realtime.ts';
import { type OwnServers, startOwnServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

let source: TestApi;
let target: OwnServers;
let file: string;
const quiet = () => undefined;

beforeAll(async () => {
  [source, target] = await Promise.all([startTestApi(), startOwnServers()]);
  file = join(target.folder, 'one.backup');
  const desk = await source.as('customer_service');
  const { customerId } = source.people.customer;
  for (let number = 0; number < 5; number++) {
    const title = `Nº ${number}: "quoted", \\ and\ttab`;
    const made = await desk.post('/api/v1/tickets', { type: 'repair', title, zone: 'north', customerId });
    await desk.post(`/api/v1/tickets/${made.body.id}/comments`, { text: 'baris\nkedua ✓', internal: false });
  }
  for (const channel of ['email', 'whatsapp'])
    await source.pool.query(
      `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status, next_attempt_at)
       values ($1, $1, 'zone', 'north', 'test', '{"message":"x"}', 'queued', now())`,
      [channel],
    );
  await numberEvents(source.pool);
}, 60_000);

afterAll(async () => {
  await source?.stop();
  await target?.stop();
});

async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every row of every table, as one sum; without what a restore changes on purpose. */
function sumsOf(url: string): Promise<Record<string, string>> {
  return inDatabase(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'knex%'
        and tablename <> 'leases' order by 1`,
    );
    const sums: Record<string, string> = {};
    for (const { name } of tables) {
      const kept =
        name === 'log_head'
          ? "- 'stored_epoch'"
          : name === 'deliveries'
            ? "- '{status,last_error,next_attempt_at,told}'::text[]"
            : "- ''";
      const { rows } = await client.query<{ sum: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(line, '|' order by line)), '') as sum
           from (select (to_jsonb(t) ${kept})::text as line from ${name} t) lines`,
      );
      sums[name] = rows[0]?.sum ?? '';
    }
    return sums;
  });
}

const headOf = (url: string) => inDatabase(url, (client) => readHead(client));

async function rewritten(name: string, change: (frame: Frame) => Frame): Promise<string> {
  const path = join(target.folder, name);
  async function* changed(): AsyncGenerator<Frame> {
    for await (const frame of readBackup(file)) yield change(frame);
  }
  await writeBackup(path, changed());
  return path;
}

describe('a backup', () => {
  it('is made while the database is used, for nobody else to read, and replaces no file unasked', async () => {
    const env = { DATABASE_URL: source.databaseUrl, DATA_DIR: join(target.folder, 'none') };
    const end = await runCtl(['backup', file], env);
    expect(end).toMatchObject({ code: 0, output: expect.stringContaining('Backed up') });
    expect(end.output).toMatch(/\[\d+\/\d+\] events: \d+ rows/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file);
    const again = { databaseUrl: source.databaseUrl, path: file, say: quiet };
    await expect(backUp({ ...again, force: false })).rejects.toThrow('There is a file');
    expect(readFileSync(file).equals(before)).toBe(true);
    await backUp({ ...again, force: true });
  });

  it('is one moment: what is written meanwhile is not in it, and not half', async () => {
    const path = join(target.folder, 'moment.backup');
    const writes: Promise<unknown>[] = [];
    const manifest = await backUp({
      databaseUrl: source.databaseUrl,
      path,
      force: false,
      // Before each table: this one is among the last.
      say: () =>
        void writes.push(
          source.pool.query("insert into ticket_counts values ($1, 'open', 1)", [`zone ${writes.length}`]),
        ),
    });
    await Promise.all(writes);
    expect(writes.length).toBeGreaterThan(5);
    expect(manifest.tables.find(({ name }) => name === 'ticket_counts')?.rows).toBe(0);
    await source.pool.query('delete from ticket_counts');
  });
});

describe('a file that is not as it was written', () => {
  const refused = async (path: string, words: RegExp) => {
    const before = await sumsOf(target.postgres.url);
    const said: string[] = [];
    const options = { databaseUrl: target.postgres.url, path, force: true };
    await expect(restore({ ...options, say: (line) => said.push(line) })).rejects.toThrow(words);
    expect(await sumsOf(target.postgres.url)).toEqual(before);
  };

  it('cut off at any place is refused', async () => {
    const { size } = statSync(file);
    for (const bytes of [0, 10, 19, 60, Math.floor(size / 2), size - 33, size - 1]) {
      const path = join(target.folder, 'cut.backup');
      copyFileSync(file, path);
      truncateSync(path, bytes);
      await refused(path, /no backup|cut off or altered/);
    }
  });

  it('altered in one bit is refused', async () => {
    const whole = readFileSync(file);
    for (const at of [5, 25, Math.floor(whole.length / 2), whole.length - 1]) {
      const path = join(target.folder, 'bit.backup');
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      await refused(path, /no backup|cut off or altered/);
    }
  });

  it('of a newer release is refused, and so is none at all', async () => {
    const path = await rewritten('newer.backup', (frame) =>
      frame.type === 'manifest'
        ? {
            ...frame,
            manifest: { ...frame.manifest, migrations: [...frame.manifest.migrations, '9999_later'] },
          }
        : frame,
    );
    await refused(path, /newer release: this one knows no 9999_later/);
    await refused(join(target.folder, 'nowhere'), /There is no file/);
  });
});

describe('a restore into a fresh server', () => {
  it('has every row, the next numbers, and an epoch that nobody has seen', async () => {
    await restore({ databaseUrl: target.postgres.url, path: file, force: false, say: quiet });
    const [from, to] = [await sumsOf(source.databaseUrl), await sumsOf(target.postgres.url)];
    expect(to).toEqual(from);
    expect(Object.keys(to)).toEqual(expect.arrayContaining(['events', 'tickets', 'mailbox', 'deliveries']));
    const [before, after] = [await headOf(source.databaseUrl), await headOf(target.postgres.url)];
    expect(after.offset).toBe(before.offset);
    expect(after.epoch).not.toBe(before.epoch);
    await inDatabase(target.postgres.url, async (client) => {
      const { rows } = await client.query(
        'select id, status from deliveries where id in ($1, $2) order by id',
        ['email', 'whatsapp'],
      );
      expect(rows).toEqual([
        { id: 'email', status: 'unknown' },
        { id: 'whatsapp', status: 'queued' },
      ]);
      const unseen = await client.query(
        `select relname from pg_class where relname in ('events', 'tickets', 'deliveries') and reltuples < 0`,
      );
      expect(unseen.rows, 'tables that Postgres plans for without having looked').toEqual([]);
    });
  });

  it('over what is there is refused unless asked for; then it is another epoch again', async () => {
    const before = await headOf(target.postgres.url);
    const options = { databaseUrl: target.postgres.url, path: file, say: quiet };
    await expect(restore({ ...options, force: false })).rejects.toThrow(
      /9 users, 2 customers, 5 tickets.*lost/,
    );
    expect(await headOf(target.postgres.url)).toEqual(before);
    await restore({ ...options, force: true });
    const after = await headOf(target.postgres.url);
    expect(after.offset).toBe(before.offset);
    expect(after.epoch).not.toBe(before.epoch);
  });

  it('B3 that fails half-way leaves what was there', async () => {
    const path = await rewritten('short.backup', (frame) =>
      frame.type === 'manifest'
        ? {
            ...frame,
            manifest: {
              ...frame.manifest,
              tables: frame.manifest.tables.map((table) =>
                table.name === 'tickets' ? { ...table, rows: table.rows + 1 } : table,
              ),
            },
          }
        : frame,
    );
    const [sums, head] = [await sumsOf(target.postgres.url), await headOf(target.postgres.url)];
    const options = { databaseUrl: target.postgres.url, path, force: true, say: quiet };
    await expect(restore(options)).rejects.toThrow('tickets: 5 rows came, not 6');
    expect(await sumsOf(target.postgres.url)).toEqual(sums);
    expect(await headOf(target.postgres.url)).toEqual(head);
  });

  it('of a database that is in use is refused', async () => {
    await inDatabase(target.postgres.url, async () => {
      const options = { databaseUrl: target.postgres.url, path: file, force: true, say: quiet };
      await expect(restore(options)).rejects.toThrow('in use');
    });
  });

  it('finds another one under way, and a platform that was started meanwhile', async () => {
    const options = { databaseUrl: target.postgres.url, path: file, force: true };
    const before = await headOf(target.postgres.url);
    let second: Promise<unknown> | undefined;
    let late: pg.Client | undefined;
    const first = restore({
      ...options,
      say(line) {
        if (!line.includes('] tickets:')) return;
        second = restore({ ...options, say: quiet });
        second.catch(() => undefined);
        late = new pg.Client({ connectionString: target.postgres.url, application_name: 'trunkline-api-1' });
        void late.connect();
      },
    });
    await expect(first).rejects.toThrow('in use by trunkline-api-1');
    await expect(second).rejects.toThrow('Another restore is under way');
    await late?.end();
    expect(await headOf(target.postgres.url)).toEqual(before);
  });

  it('carries a platform: clients of before reload, what waited goes on, the next ticket has the next number', async () => {
    const old = await headOf(source.databaseUrl);
    const numbers = new Set(
      (await source.pool.query('select number from tickets')).rows.map(({ number }) => number),
    );
    const platform = await startPlatform({ servers: target, env: { API_PROCESSES: '1' } });
    try {
      const anonymous = createClient(platform.apiUrl, {});
      const from = { 'x-forwarded-for': randomAddress() };
      const signIn = { username: 'customer_service', password: PASSWORD };
      const session = await anonymous.post('/api/v1/session', signIn, from);
      const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
      const { client, reloads, events } = listen({
        url: platform.realtimeUrl,
        headers: { cookie },
        since: `${old.epoch}:${old.offset}`,
      });
      client.connect();
      await waitFor(() => reloads.length > 0 && client.isLive());
      const desk = createClient(platform.apiUrl, { cookie, origin: platform.apiUrl });
      const made = await desk.post('/api/v1/tickets', { type: 'repair', title: 'After', zone: 'north' });
      expect(made.status).toBe(201);
      expect(numbers).not.toContain(made.body.number);
      await waitFor(() =>
        events.some(({ type, subject }) => type === 'ticket.created' && subject.endsWith(made.body.id)),
      );
      client.stop();
      await inDatabase(target.postgres.url, async (db) => {
        await waitFor(async () => {
          const { rows } = await db.query("select status from deliveries where id = 'whatsapp'");
          return rows[0].status === 'sent' || rows[0].status === 'delivered';
        });
        // Events that nobody had handled at the moment of the backup are handled now.
        await waitFor(
          async () =>
            (
              await db.query(
                "select from deliveries where template = 'ticket.created' and channel = 'in_app'",
              )
            ).rowCount,
        );
      });
    } finally {
      await platform.stop();
    }
  });
});

describe('the manifest', () => {
  it('names the schema and every table', async () => {
    const { migrations, tables } = await readManifest(file);
    expect(migrations[0]).toBe('0001_log');
    const order = tables.map(({ name }) => name);
    expect(order.indexOf('users')).toBeLessThan(order.indexOf('sessions'));
    expect(order.indexOf('deliveries')).toBeLessThan(order.indexOf('delivery_attempts'));
    expect(order).not.toContain('leases');
  });
});
