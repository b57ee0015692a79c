// `node dist/migrate.js`: migrates the database of DATABASE_URL and ends.

import { readConfig } from '../../engine/config.ts';
import { migrate } from '../../migrations/all.ts';

const { DATABASE_URL } = readConfig();
if (!DATABASE_URL) throw new Error('DATABASE_URL is not set');
const ran = await migrate(DATABASE_URL);
console.log(ran.length > 0 ? `Database: migrated (${ran.join(', ')})` : 'Database: schema is up to date');
process.exit(0);
