/** The engine's migrations, in order. */
import type { NamedMigration } from '../migrate.ts';
import { log } from './0001_log.ts';
import { work } from './0002_work.ts';
import { deliveriesAndTime } from './0003_deliveries_and_time.ts';
import { trouble } from './0004_trouble.ts';
import { operationsConsole } from './0005_console.ts';
import { deadLetterSearch } from './0006_dead_letter_search.ts';
import { sealedDeliveries } from './0007_sealed_deliveries.ts';
import { wordsVersion } from './0008_words_version.ts';
import { personalChanges } from './0009_personal_changes.ts';
import { urgentDeliveries } from './0010_urgent_deliveries.ts';
import { noStatisticsOfJson } from './0011_no_statistics_of_json.ts';
import { retriesByGroup } from './0012_retries_by_group.ts';

export const engineMigrations: readonly NamedMigration[] = [
  log,
  work,
  deliveriesAndTime,
  trouble,
  operationsConsole,
  deadLetterSearch,
  sealedDeliveries,
  wordsVersion,
  personalChanges,
  urgentDeliveries,
  noStatisticsOfJson,
  retriesByGroup,
];
