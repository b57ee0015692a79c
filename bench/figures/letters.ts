/**
 * A page of dead letters by words, among a million: each extreme by itself, with the slowest of its answers. Old words
 * stand in the oldest letters alone. A search that cannot end in its time answers what it found and where to go on:
 * how many answers there are until the first letter, or the end, is printed too.
 */
import { searchDeadLetters } from '../../src/api/dead-letter-search.ts';
import type { Pool } from '../../src/engine/database.ts';
import { loadManyLetters } from '../../test/support/many-letters.ts';
import type { Figure } from '../lib/figure.ts';
import { withOwnDatabase } from '../lib/own-database.ts';
import { round } from '../lib/stats.ts';

const LETTERS = 1_000_000;
const TIMES = 5;
const TARGET_MS = 200;

type Words = Readonly<{ error?: string; payload?: string; type?: string }>;

const searches: Readonly<Record<string, Words>> = {
  'no filter': {},
  'words of every letter': { payload: 'pelanggan' },
  'words of nothing': { payload: 'xyzzy plugh' },
  'words of one letter': { payload: 'serial-0000777' },
  'words of 1 in 1,000': { payload: 'one-in-1000' },
  '20,000 old ones': { payload: 'twenty-old' },
  '90,000 old ones': { payload: 'ninety-old' },
  '200,000 old ones': { payload: 'many-old' },
  '750,000 old ones': { payload: 'most-old' },
  '750,000 old ones by their error': { error: 'most-old' },
  'pieces of all, together in none': { payload: 'pelanggan pelanggan' },
  'data and error together': { payload: 'one-in-1000', error: 'timeout' },
};

export function letters(): Promise<Figure[]> {
  return withOwnDatabase(
    (client) => loadManyLetters(client, LETTERS),
    ({ pool }) => measure(pool),
  );
}

async function measure(pool: Pool): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, words] of Object.entries(searches)) {
    let slowest = 0;
    let answers = 0;
    for (let time = 0; time <= TIMES; time++) {
      answers = 0;
      let cursor: string | undefined;
      do {
        const startedAt = performance.now();
        const { data, page } = await searchDeadLetters(
          pool,
          { status: 'dead', limit: 50, ...words, ...(cursor ? { cursor } : {}) },
          true,
        );
        const took = performance.now() - startedAt;
        // The first round fills the caches.
        if (time > 0) slowest = Math.max(slowest, took);
        answers += 1;
        cursor = data.length > 0 ? undefined : (page.next ?? undefined);
      } while (cursor);
    }
    figures.push({
      name: `dead letters, ${name} (${answers} ${answers === 1 ? 'answer' : 'answers'})`,
      unit: 'ms',
      ours: round(slowest, 1),
      reference: null,
      ratio: null,
      target: `<= ${TARGET_MS} ms`,
      reached: slowest <= TARGET_MS,
    });
  }
  return figures;
}
