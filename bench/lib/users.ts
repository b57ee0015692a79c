/** Users with a session each, made by the product's own actor, so that every bench socket is somebody. */
import { randomBytes, randomUUID } from 'node:crypto';
import { actors } from '../../src/actors/registry.ts';
import type { UserCommand } from '../../src/actors/user/commands.ts';
import { hashSecret, SESSION_COOKIE, sessionSecret } from '../../src/authority/credentials.ts';
import type { Command } from '../../src/engine/actor-types.ts';
import { createCommandRunner } from '../../src/engine/command.ts';
import { createPool } from '../../src/engine/database.ts';

export interface BenchUser {
  readonly id: string;
  /** Cookie header of their session. */
  readonly cookie: string;
}

export async function createBenchUsers(databaseUrl: string, count: number): Promise<BenchUser[]> {
  const pool = createPool({ url: databaseUrl, poolSize: 4, name: 'bench-users' });
  const runner = createCommandRunner({
    pool,
    registry: actors,
    now: () => new Date(),
    newId: randomUUID,
    onCommitted: () => undefined,
  });
  const run = async (id: string, command: UserCommand, creates: boolean): Promise<void> => {
    await runner.run({
      items: [
        {
          actor: { kind: 'user', id },
          command: command as Command,
          by: { kind: 'system', id: 'bench' },
          trace: null,
        },
      ],
      creates,
      answer: () => ({ status: 201, headers: {}, body: null }),
    });
  };
  const users: BenchUser[] = [];
  for (let index = 0; index < count; index++) {
    const id = randomUUID();
    const secret = sessionSecret(randomBytes(32));
    await run(
      id,
      {
        type: 'create',
        username: `bench-${id}`,
        name: `Bench ${index}`,
        email: null,
        phone: null,
        role: 'customer',
        zone: null,
        customerId: null,
        technicianId: null,
        locale: 'en',
        passwordHash: 'none',
      },
      true,
    );
    await run(
      id,
      {
        type: 'open_session',
        sessionId: hashSecret(secret),
        publicId: randomUUID(),
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
        userAgent: 'bench',
        address: '127.0.0.1',
      },
      false,
    );
    users.push({ id, cookie: `${SESSION_COOKIE}=${secret}` });
  }
  await pool.end();
  return users;
}
