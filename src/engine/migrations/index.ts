/** The engine's migrations, in order. */
import type { NamedMigration } from '../migrate.ts';
import { log } from './0001_log.ts';
import { work } from './0002_work.ts';
import { deliveriesAndTime } from './0003_deliveries_and_time.ts';

export const engineMigrations: readonly NamedMigration[] = [log, work, deliveriesAndTime];
