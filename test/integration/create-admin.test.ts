import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/engine/config.ts';
import { readStartFacts } from '../../src/ops/start-marks.ts';
import { welcome } from '../../src/ops/supervisor/welcome.ts';
import { createAdmin } from '../../src/ops/tools/create-admin.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { runCtl } from '../support/ctl.ts';
import { createTestDatabase } from '../support/database.ts';

const secret = 'a long way to the sea';

let api: TestApi;
let folder: string;
const ctl = (args: readonly string[], input: string) =>
  runCtl(args, { DATABASE_URL: api.databaseUrl, DATA_DIR: folder }, input);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-ctl-'));
  api = await startTestApi();
});

afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

describe('ctl create-admin', () => {
  it('makes an administrator who can sign in, and who stands in the log without the password', async () => {
    const end = await ctl(['create-admin', 'chief'], `${secret}\n`);
    expect(end).toMatchObject({ code: 0, output: expect.stringContaining('Made the administrator chief') });
    expect(end.output).not.toContain(secret);
    const chief = await api.signIn('chief', secret);
    expect((await chief.get('/api/v1/session')).body.user).toMatchObject({
      username: 'chief',
      role: 'admin',
    });
    const { rows } = await api.pool.query<{ line: string }>(
      `select to_jsonb(e)::text as line from events e join users u on u.id = e.actor_id
        where e.type = 'user.created' and u.username = 'chief'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.line).toContain('"id": "ctl"');
    expect(rows[0]?.line).not.toMatch(/argon2|a long way/);
  });

  it('A1 leaves an account of that name as it is, and asks for no password then', async () => {
    const before = await api.counts();
    const password = () => Promise.reject(new Error('asked'));
    const refused = createAdmin({ databaseUrl: api.databaseUrl, username: 'noc', password });
    await expect(refused).rejects.toThrow('There is an account "noc" already');
    expect(await ctl(['create-admin', 'noc'], `${secret}\n`)).toMatchObject({ code: 1 });
    expect(await api.counts()).toEqual(before);
    await api.signIn('noc');
  });

  it('lets one of two win who choose the same name at the same time', async () => {
    const once = () =>
      createAdmin({ databaseUrl: api.databaseUrl, username: 'twin', password: async () => secret }).then(
        () => 'made',
        (error: Error) => error.message,
      );
    expect((await Promise.all([once(), once()])).sort()).toEqual([
      expect.stringContaining('There is an account "twin" already'),
      'made',
    ]);
  });

  it.each([
    ['a short password', ['create-admin', 'weak'], 'short\n', 'needs 10 to 200 characters'],
    ['no password', ['create-admin', 'weak'], '', 'No password came'],
    ['a bad name', ['create-admin', 'We ak'], `${secret}\n`, 'cannot be a username'],
    ['no name', ['create-admin'], `${secret}\n`, 'Say whose account it is'],
    ['a password as an argument', ['create-admin', 'weak', secret], '', 'and nothing else'],
  ])('refuses %s with a sentence, and makes nothing', async (_what, args, input, sentence) => {
    const before = await api.counts();
    const end = await ctl(args, input);
    expect(end.code).not.toBe(0);
    expect(end.output).toContain(sentence);
    expect(end.output).not.toMatch(/\n\s+at /);
    expect(await api.counts()).toEqual(before);
  });
});

describe('the welcome of a start', () => {
  const words = (hasUsers: boolean) =>
    welcome({
      config: readConfig({ NODE_ENV: 'production' }),
      dataDir: '/d',
      seconds: 1,
      hasDemoData: false,
      hasUsers,
    });

  it('says how to make the first administrator as long as nobody can sign in', async () => {
    const empty = await createTestDatabase();
    expect(await readStartFacts(empty.url)).toEqual({ hasDemoData: false, hasUsers: false });
    await empty.stop();
    expect(await readStartFacts(api.databaseUrl)).toEqual({ hasDemoData: false, hasUsers: true });
    expect(words(false)).toContain('npm run ctl -- create-admin <username>');
    expect(words(true)).not.toContain('create-admin');
  });
});
