/** Pieces of SQL that places are made of. */
import { ERASED_WORDS } from '../../contracts/erased.ts';

/** Words become the marker, nothing stays nothing. */
export const words = (column: string): string => `case when ${column} is not null then '${ERASED_WORDS}' end`;

/** The person's names and contacts become the marker, in text. */
export const literals = (column: string): string => `erase_literals(${column}, :literals)`;

/** The same in JSON. */
export const literalsIn = (column: string): string => `erase_literals(${column}::text, :literals)::jsonb`;

/** Strings under these keys become the marker, in JSON. */
export const keys = (column: string, names: readonly string[]): string =>
  `erase_words(${column}, '{${names.join()}}')`;

/** Rows in which one of the person's names and contacts stands. */
export const mentions = (...columns: readonly string[]): string =>
  `exists (select from unnest(:literals) one where ${columns
    .map((column) => `position(lower(one) in lower(${column}::text)) > 0`)
    .join(' or ')})`;
