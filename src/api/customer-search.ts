/**
 * Customers by words: every word has to stand somewhere in name, code, phone, e-mail, address or serials.
 *
 * - S1 What a word finds: `search-words.ts`.
 * - S2 A word that no customer is known by was typed wrong: the known words nearest to it count, too.
 * - S3 Whatever the words are, the work is bounded: of few matches all are ranked (index customers_search); words that
 *   more than MANY customers share are found soon by going along the codes.
 */
import type { Queryable } from '../engine/database.ts';
import { and, contains, type SortKey, type Where } from './list.ts';
import { patternOf, searchWords } from './search-words.ts';

const MANY = 4_000;
const NEAR = 5;

/** For each word of the search the patterns of which one has to fit. */
type Patterns = readonly (readonly string[])[];

/** S2. One statement. Index: customer_words_near. */
async function readPatterns(db: Queryable, words: readonly string[]): Promise<Patterns> {
  const doubtful = words.filter((word) => /^\p{L}{4,}$/u.test(word));
  if (doubtful.length === 0) return words.map((word) => [patternOf(word)]);
  const { rows } = await db.query<{ word: string; near: string }>({
    name: 'customer_words_near',
    text: `select q.word, n.word as near from unnest($1::text[], $2::text[]) q(word, pattern)
      cross join lateral (select v.word from customer_words v where v.word operator(extensions.%) q.word
        order by extensions.similarity(v.word, q.word) desc, v.word limit ${NEAR}) n
      where not exists (select from customer_words v where v.word like q.pattern)`,
    values: [doubtful, doubtful.map(contains)],
  });
  return words.map((word) => [
    patternOf(word),
    ...rows.filter((row) => row.word === word).map(({ near }) => contains(near)),
  ]);
}

/** Narrows a list of `customers c` to those the words mean, and says how it is sorted unless somebody chose. */
export async function andSearch(
  db: Queryable,
  target: Where,
  typed: string,
): Promise<{ readonly sort: string; readonly sorts: Readonly<Record<string, SortKey>> }> {
  const patterns = await readPatterns(db, searchWords(typed));
  const found: Where = { conditions: [...target.conditions], values: [...target.values] };
  andPatterns(found, patterns);
  if (await hasMany(db, found)) {
    // Of what it cannot estimate the planner expects half of the rows: it goes along an index and stops early.
    andPatterns(target, patterns, (fits) => `(case when ${fits} then true end)`);
    return { sort: 'code', sorts: {} };
  }
  const first = target.values.length + 1;
  andPatterns(target, patterns);
  const inName = patterns.map((_one, index) => `lower(' ' || c.name) like any($${first + index}::text[])`);
  const expression = `(case when ${inName.join(' and ') || 'true'} then '0' else '1' end || lower(c.name))`;
  return { sort: 'fit', sorts: { fit: { expression, type: 'text' } } };
}

function andPatterns(target: Where, patterns: Patterns, wrap = (fits: string) => fits): void {
  for (const some of patterns) and(target, wrap('c.search like any($?::text[])'), some);
}

/** Index: customers_search. */
async function hasMany(db: Queryable, { conditions, values }: Where): Promise<boolean> {
  const { rows } = await db.query<{ many: boolean }>(
    `select count(*) > ${MANY} as many from (select from customers c where ${conditions.join(' and ')} limit ${MANY + 1}) found`,
    [...values],
  );
  return rows[0]?.many ?? false;
}
