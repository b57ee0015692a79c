/**
 * `npm run ctl -- create-admin <username>`: makes an administrator where nobody can be asked to, above all the first
 * one. It goes through the account's actor like any other, so it stands in the log; rings are left to the sweep.
 *
 * - A1 An account of that name is never touched, whatever its state: the refusal is the answer.
 * - A2 The password comes in as a value, is hashed here, and is in no argument, message or event.
 */
import { v7 } from 'uuid';
import { user } from '../../actors/user/actor.ts';
import type { UserCommand } from '../../actors/user/commands.ts';
import { createPasswords } from '../../authority/passwords.ts';
import { createUserSchema } from '../../contracts/users.ts';
import { anyActor } from '../../engine/actor-types.ts';
import { createCommandRunner } from '../../engine/command.ts';
import { createPool, errorCode, type Pool } from '../../engine/database.ts';
import { migrate } from '../../migrations/all.ts';

/** What a person can mend; said without a stack. */
export class AdminRefused extends Error {
  override readonly name = 'AdminRefused';
}

export interface NewAdmin {
  readonly databaseUrl: string;
  readonly username: string;
  /** Asked for only when the name is free. */
  readonly password: () => Promise<string>;
}

/** The new account's id. @throws AdminRefused */
export async function createAdmin({ databaseUrl, username, password }: NewAdmin): Promise<string> {
  refuseFaulty({ username, password: 'not asked for yet' });
  const pool = createPool({ url: databaseUrl, poolSize: 1, name: 'trunkline:create-admin' });
  try {
    // Before the very first start there is no schema; an older one is the next start's business.
    if (!(await hasSchema(pool))) await migrate(databaseUrl);
    if (await isTaken(pool, username)) throw taken(username);
    const secret = await password();
    refuseFaulty({ username, password: secret });
    return await create(pool, username, await createPasswords().hash(secret));
  } finally {
    await pool.end();
  }
}

async function create(pool: Pool, username: string, passwordHash: string): Promise<string> {
  const id = v7();
  const command: UserCommand = {
    type: 'create',
    username,
    name: username,
    email: null,
    phone: null,
    role: 'admin',
    zone: null,
    customerId: null,
    technicianId: null,
    locale: 'id',
    passwordHash,
  };
  const commands = createCommandRunner({
    pool,
    registry: new Map([[user.kind, anyActor(user)]]),
    now: () => new Date(),
    newId: () => v7(),
    onCommitted: () => undefined,
  });
  try {
    await commands.run({
      creates: true,
      items: [{ actor: { kind: 'user', id }, command, by: { kind: 'system', id: 'ctl' }, trace: null }],
      answer: () => ({ status: 201, headers: {}, body: null }),
    });
  } catch (error) {
    // Two at once: the unique name decides.
    if (errorCode(error) === '23505') throw taken(username);
    throw error;
  }
  return id;
}

function refuseFaulty(given: { username: string; password: string }): void {
  const parsed = createUserSchema.safeParse({ ...given, name: given.username, role: 'admin' });
  if (parsed.success) return;
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  throw new AdminRefused(
    wrong.has('username') || wrong.has('name')
      ? `"${given.username}" cannot be a username: 2 to 50 lower case letters, digits, dots, hyphens and underscores, ` +
          'beginning with a letter or digit.'
      : 'That password will not do: it needs 10 to 200 characters. Nothing else is asked of it.',
  );
}

function taken(username: string): AdminRefused {
  return new AdminRefused(`There is an account "${username}" already. It was left as it is.`);
}

async function hasSchema(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>("select to_regclass('users') is not null as found");
  return rows[0]?.found ?? false;
}

async function isTaken(pool: Pool, username: string): Promise<boolean> {
  const { rowCount } = await pool.query('select from users where username = $1', [username]);
  return rowCount !== 0;
}
