/** `npm run docs`: writes the tables of docs/ anew from the registries of the code, and quotes anew what has changed. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill, requote } from './docs/fill.ts';

const docs = join(import.meta.dirname, '../docs');
let changed = 0;
for (const name of readdirSync(docs, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.md')) continue;
  const file = join(docs, name);
  const before = readFileSync(file, 'utf8');
  const after = requote(fill(before));
  if (after === before) continue;
  writeFileSync(file, after);
  changed += 1;
  console.log(`docs/${name} was written anew`);
}
if (changed === 0) console.log('All tables and quotes are current');
