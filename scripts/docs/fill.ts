/**
 * Brings a page up to date: the generated tables between `<!-- table: name -->` and `<!-- /table -->`, and the code
 * that is quoted after `<!-- code: file -->`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tables } from './tables.ts';

const root = join(import.meta.dirname, '../..');

const MARKED = /<!-- table: ([\w ]+) -->\n[\s\S]*?<!-- \/table -->/g;
const QUOTED = /(<!-- code: (\S+) -->\n```ts\n)([\s\S]*?)(?=\n```)/g;

/** @throws when a marker names a table that there is not */
export function fill(text: string): string {
  return text.replace(MARKED, (_whole, name: string) => {
    const make = tables[name];
    if (!make) throw new Error(`There is no table "${name}". There are: ${Object.keys(tables).join(', ')}`);
    return `<!-- table: ${name} -->\n\n${make()}\n\n<!-- /table -->`;
  });
}

/** The tables that a text has. */
export function tablesIn(text: string): string[] {
  return [...text.matchAll(MARKED)].map(([, name = '']) => name);
}

/** The code that a text quotes. */
export function quotesIn(text: string): { readonly file: string; readonly code: string }[] {
  return [...text.matchAll(QUOTED)].map(([, , file = '', code = '']) => ({ file, code }));
}

/**
 * Quotes anew what its file does not hold word for word any more: from the same first line to the same last one.
 * @throws when one of the two is gone, and a person has to say what to quote
 */
export function requote(text: string): string {
  return text.replace(QUOTED, (_whole, head: string, file: string, code: string) => {
    const source = readFileSync(join(root, file), 'utf8');
    return head + (source.includes(code) ? code : quoteAnew(file, source.split('\n'), code.split('\n')));
  });
}

function quoteAnew(file: string, source: readonly string[], quoted: readonly string[]): string {
  const last = quoted.at(-1);
  let left = quoted.filter((line) => line === last).length;
  const from = source.indexOf(quoted[0] ?? '');
  const to = source.findIndex((line, index) => index >= from && line === last && --left === 0);
  if (from < 0 || to < 0) throw new Error(`${file} has no lines any more from "${quoted[0]}" to "${last}"`);
  return source.slice(from, to + 1).join('\n');
}
