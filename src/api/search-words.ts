/**
 * What is typed to find people, as words and as patterns. Words are found anywhere in a word, those of one or two
 * letters at its beginning. Numbers of phones are compared by their digits, with the country's code, with a leading
 * zero, or without.
 */
import { contains } from './list.ts';

const MOST_WORDS = 6;
const PHONE = /^\+?[\d\s().-]{4,}$/;
const COUNTRY = /^(?:62|0)/;

/** The words that are looked for, in lower case. */
export function searchWords(typed: string): string[] {
  const words = typed.trim().toLowerCase();
  if (PHONE.test(words) && /\d/.test(words)) {
    const digits = words.replace(/\D/g, '');
    const rest = digits.replace(COUNTRY, '');
    return [rest.length >= 4 ? rest : digits];
  }
  return words
    .split(/[\s,;]+/)
    .map((word) => (word.indexOf('@') > 0 ? word.slice(0, word.indexOf('@')) : word))
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
}

/** For `like` on a column of lower-case words, each after a space. Three letters in a row are what a trigram index finds; less is found at the beginning of a word. */
export function patternOf(word: string): string {
  const anywhere = contains(word);
  return /[\p{L}\p{N}]{3}/u.test(word) ? anywhere : `% ${anywhere.slice(1)}`;
}
