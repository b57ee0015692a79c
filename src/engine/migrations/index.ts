/** The engine's migrations, in order. */
import type { NamedMigration } from '../migrate.ts';
import { log } from './0001_log.ts';
import { work } from './0002_work.ts';

export const engineMigrations: readonly NamedMigration[] = [log, work];
