// A production start: no demo data, nobody who can sign in, and channels without a server that say so.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { randomAddress } from '../support/api.ts';
import { runCtl } from '../support/ctl.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait.ts';

const password = 'a long way to the sea';
let platform: Platform;
let pool: Pool;

beforeAll(async () => {
  platform = await startPlatform({
    env: {
      NODE_ENV: 'production',
      API_PROCESSES: '1',
      PUBLIC_URL: 'https://portal.example.net',
      WHATSAPP_URL: 'https://me:geheim@gateway.example.net',
      WHATSAPP_TOKEN: 'a-token-that-nobody-sees',
    },
  });
  pool = createPool({ url: platform.env.DATABASE_URL ?? '', poolSize: 1, name: 'production-test' });
});

afterAll(async () => {
  await pool?.end();
  await platform?.stop();
});

describe('a production start', () => {
  it('says that nobody can sign in, which channel is off, and no secret', () => {
    const words = platform.output();
    expect(words).toContain('npm run ctl -- create-admin <username>');
    expect(words).toMatch(/E-mail +OFF: SMTP_URL is not set/);
    expect(words).toMatch(/WhatsApp +by gateway\.example\.net/);
    expect(words).not.toMatch(/geheim|a-token-that-nobody-sees/);
  });

  it('has a connection to the database before anybody asks for something', async () => {
    const { rows } = await pool.query<{ open: number }>(
      `select count(*)::int as open from pg_stat_activity
        where datname = current_database() and application_name = 'trunkline-api-1'`,
    );
    expect(rows[0]?.open).toBe(1);
  });

  it('runs no local provider', async () => {
    expect((await platform.list()).map(({ role }) => role)).not.toContain('provider');
  });

  it('lets ctl make the first administrator, whose cookie goes over https alone', async () => {
    // Without DATABASE_URL: the running platform is asked for its database.
    const end = await runCtl(
      ['create-admin', 'chief'],
      { DATA_DIR: platform.dataDir, API_PORT: platform.env.API_PORT ?? '' },
      `${password}\n`,
    );
    expect(end).toMatchObject({ code: 0 });
    const response = await fetch(`${platform.apiUrl}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': randomAddress() },
      body: JSON.stringify({ username: 'chief', password }),
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('set-cookie')).toMatch(/; Secure/);
  });

  it('suppresses the messages of a channel that is off, with the reason', async () => {
    await pool.query(
      `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status, next_attempt_at)
       select 'off', 'email', 'user', id, 'test', '{"message":"x"}', 'queued', now() from users`,
    );
    const row = await waitFor(async () => {
      const { rows } = await pool.query(
        "select status, reason from deliveries where id = 'off' and status <> 'queued' and status <> 'sending'",
      );
      return rows[0];
    });
    expect(row).toEqual({ status: 'suppressed', reason: 'channel_off' });
    const logs = platform.logs('worker');
    expect(logs).toContain('the channel is off');
    expect(logs).not.toMatch(/geheim|a-token-that-nobody-sees/);
  });
});
