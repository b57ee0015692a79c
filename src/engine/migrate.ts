/**
 * Runs migrations with knex, from modules given in order (so that they are part of the bundle). Two starters at
 * once are safe: knex takes its lock table's row, and the second waits here until it is free.
 */
import knexFactory, { type Knex } from 'knex';

export interface NamedMigration {
  readonly name: string;
  up(knex: Knex): Promise<unknown>;
}

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
    // Serialises concurrent starters; knex's own lock would make the second one fail instead of wait.
    return await knex.transaction(async (guard) => {
      await guard.raw("select pg_advisory_xact_lock(hashtext('trunkline.migrations'))");
      const [, ran] = (await knex.migrate.latest({ migrationSource: toSource(migrations) })) as [
        number,
        string[],
      ];
      return ran;
    });
  } finally {
    await knex.destroy();
  }
}

function toSource(migrations: readonly NamedMigration[]): Knex.MigrationSource<NamedMigration> {
  return {
    getMigrations: async () => [...migrations],
    getMigrationName: (migration) => migration.name,
    getMigration: async (migration) => ({
      up: (knex) => migration.up(knex).then(() => undefined),
      down: refuse,
    }),
  };
}

async function refuse(): Promise<never> {
  throw new Error('Migrations only go forward: restore a backup to go back.');
}
