/** Every migration of the system, in order: the engine's, then the portal's. */
import { runMigrations } from '../engine/migrate.ts';
import { engineMigrations } from '../engine/migrations/index.ts';
import { portal } from './1001_portal.ts';
import { mergeSnoozeRating } from './1003_merge_snooze_rating.ts';
import { desk } from './1004_desk.ts';
import { incidents } from './1005_incidents.ts';
import { teamIndex } from './1006_team_index.ts';
import { startMarks } from './1007_start_marks.ts';
import { webhooks } from './1013_webhooks.ts';
import { providerReports } from './1014_provider_reports.ts';
import { customersAndPackages } from './1020_customers_and_packages.ts';
import { roles } from './1030_roles.ts';
import { analytics } from './1040_analytics.ts';
import { noticePreferences } from './1041_notice_preferences.ts';
import { customerSearch } from './1042_customer_search.ts';
import { packageChanges } from './1043_package_changes.ts';
import { oneTimeCodes } from './1050_one_time_codes.ts';
import { registrations } from './1051_registrations.ts';
import { templates } from './1060_templates.ts';
import { zoneGroups } from './1061_zone_groups.ts';
import { dispatch } from './1062_dispatch.ts';
import { audit } from './1070_audit.ts';
import { people } from './1080_people.ts';
import { push } from './1090_push.ts';
import { attachments } from './1100_attachments.ts';
import { providerRepliesMigration } from './1110_provider_replies.ts';
import { registrationFunnel } from './1120_registration_funnel.ts';
import { lastAdministrator } from './1121_last_administrator.ts';
import { registrationsOfCustomer } from './1122_registrations_of_customer.ts';
import { deadLetterSteps } from './1130_dead_letter_steps.ts';
import { forgottenCodes } from './1140_forgotten_codes.ts';
import { registrationSearch } from './1160_registration_search.ts';
import { portalAccounts } from './1170_portal_accounts.ts';
import { forgottenViews } from './1180_forgotten_views.ts';
import { waysToRows } from './1181_ways_to_rows.ts';
import { repliesSeenTo } from './1182_replies_seen_to.ts';
import { originsSeen } from './1190_origins_seen.ts';

const migrations = [
  ...engineMigrations,
  portal,
  mergeSnoozeRating,
  desk,
  incidents,
  teamIndex,
  startMarks,
  webhooks,
  providerReports,
  customersAndPackages,
  roles,
  analytics,
  noticePreferences,
  customerSearch,
  oneTimeCodes,
  registrations,
  packageChanges,
  templates,
  zoneGroups,
  audit,
  dispatch,
  registrationFunnel,
  lastAdministrator,
  registrationsOfCustomer,
  forgottenCodes,
  push,
  attachments,
  providerRepliesMigration,
  deadLetterSteps,
  people,
  registrationSearch,
  forgottenViews,
  waysToRows,
  portalAccounts,
  repliesSeenTo,
  originsSeen,
];

/** In the order in which they run. */
export const migrationNames: readonly string[] = migrations.map(({ name }) => name);

/** Brings the database to the newest schema, or to that of these migrations alone; returns what ran. */
export function migrate(databaseUrl: string, names: readonly string[] = migrationNames): Promise<string[]> {
  return runMigrations(
    databaseUrl,
    migrations.filter(({ name }) => names.includes(name)),
  );
}
