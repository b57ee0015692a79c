/** Puts the generated tables between their markers: `<!-- table: name -->` … `<!-- /table -->`. */
import { tables } from './tables.ts';

const MARKED = /<!-- table: ([\w ]+) -->\n[\s\S]*?<!-- \/table -->/g;

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
