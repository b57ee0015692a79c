/** Every migration of the system, in order: the engine's, then the portal's. */
import { runMigrations } from '../engine/migrate.ts';
import { engineMigrations } from '../engine/migrations/index.ts';
import { portal } from './1001_portal.ts';

/** Brings the database to the newest schema; returns what ran. */
export function migrate(databaseUrl: string): Promise<string[]> {
  return runMigrations(databaseUrl, [...engineMigrations, portal]);
}
