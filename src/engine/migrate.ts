/**
 * Runs migrations with knex, from modules given in order (so that they are part of the bundle).
 *
 * - Two starters at once are safe: the second waits until the first has ended. It asks again and again instead of
 *   waiting in the server: a statement that waits there would be waited for by an index that is built meanwhile.
 * - What is pending runs in one transaction. A migration that cannot (it builds indexes while others write) stands
 *   alone between two of them: what ran before it is kept, and it has to be safe to run again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import knexFactory, { type Knex } from 'knex';

export interface NamedMigration {
  readonly name: string;
  /** Runs without a transaction, statement by statement, and again from its beginning after a crash. */
  readonly config?: { readonly transaction: false };
  up(knex: Knex): Promise<unknown>;
}

const AGAIN_MS = 200;

/**
 * Brings the database to the newest schema and returns the names of the migrations that ran.
 * Migrations only expand within a release (L6), so a process of the release before goes on working meanwhile.
 */
export async function runMigrations(
  databaseUrl: string,
  migrations: readonly NamedMigration[],
): Promise<string[]> {
  const knex = knexFactory({ client: 'pg', connection: databaseUrl, pool: { min: 0, max: 2 } });
  try {
    for (;;) {
      const ran = await alone(knex, () => runPending(knex, migrations));
      if (ran) return ran;
      await pause(AGAIN_MS);
    }
  } finally {
    await knex.destroy();
  }
}

/** Undefined where another starter is at it. */
async function alone<T>(knex: Knex, work: () => Promise<T>): Promise<T | undefined> {
  return await knex.transaction(async (guard) => {
    const { rows } = (await guard.raw(
      "select pg_try_advisory_xact_lock(hashtext('trunkline.migrations')) as mine",
    )) as { rows: readonly { mine: boolean }[] };
    return rows[0]?.mine ? await work() : undefined;
  });
}

async function runPending(knex: Knex, migrations: readonly NamedMigration[]): Promise<string[]> {
  // Also refuses a database that knows migrations which are not among these.
  const [, pending] = (await knex.migrate.list({ migrationSource: toSource(migrations) })) as [
    unknown,
    readonly NamedMigration[],
  ];
  const groups = groupsOf(pending);
  // Whoever held knex's own lock outside of a transaction was killed: nobody else is here.
  if (groups.length > 0) await knex.migrate.forceFreeMigrationsLock();
  const ran: string[] = [];
  for (const group of groups) {
    const [, names] = (await knex.migrate.latest({
      migrationSource: toSource(group),
      disableMigrationsListValidation: true,
    })) as [number, string[]];
    ran.push(...names);
  }
  return ran;
}

/**
 * Knex would give each migration a transaction of its own as soon as one of them must have none, and note after it
 * that it ran: killed in between, it would run a second time.
 */
function groupsOf(pending: readonly NamedMigration[]): readonly (readonly NamedMigration[])[] {
  const groups: NamedMigration[][] = [];
  for (const migration of pending) {
    const last = groups.at(-1);
    if (last?.[0] && !last[0].config && !migration.config) last.push(migration);
    else groups.push([migration]);
  }
  return groups;
}

function toSource(migrations: readonly NamedMigration[]): Knex.MigrationSource<NamedMigration> {
  return {
    getMigrations: async () => [...migrations],
    getMigrationName: (migration) => migration.name,
    getMigration: async ({ config, up }) => ({
      ...(config && { config }),
      up: (knex) => up(knex).then(() => undefined),
      down: refuse,
    }),
  };
}

async function refuse(): Promise<never> {
  throw new Error('Migrations only go forward: restore a backup to go back.');
}
