// `node dist/demo-data.js`: loads the demo data into the database of DATABASE_URL, once in its life.
//
// What holds: never in production; a load that was cut off is taken up again by the next start, since the
// mark is set only after the whole of it.

import pg from 'pg';
import { readConfig } from '../../engine/config.ts';
import { loadDemoData } from '../demo-data.ts';
import { demoDataMark, isMarked, setMark } from '../start-marks.ts';

async function main(): Promise<void> {
  const { DATABASE_URL, NODE_ENV } = readConfig();
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set');
  if (NODE_ENV === 'production')
    throw new Error('Demo data is not loaded in production (NODE_ENV=production).');
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  try {
    if (await isMarked(client, demoDataMark)) return;
    console.log('Demo data: loading (once)');
    await loadDemoData(DATABASE_URL, (line) => console.log(`Demo data: ${line}`));
    // Otherwise Postgres plans without knowing what came, until it looks by itself within a minute or two.
    await client.query('analyze');
    await setMark(client, demoDataMark);
    console.log('Demo data: loaded');
  } finally {
    await client.end();
  }
}

await main();
process.exit(0);
