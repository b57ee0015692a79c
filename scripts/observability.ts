/** `npm run observability`: writes rules, their tests and dashboards anew from the table of metrics and the promises. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './observability/files.ts';

const root = join(import.meta.dirname, '..');
const files = generatedFiles();
let changed = 0;
for (const [path, text] of files) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  changed += 1;
  console.log(`${path} was written anew`);
}
for (const folder of new Set([...files.keys()].map(dirname))) {
  for (const name of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${name.name}`;
    if (!name.isFile() || files.has(path)) continue;
    rmSync(join(root, path));
    console.log(`${path} is no longer generated and was removed`);
  }
}
if (changed === 0) console.log('All generated files of observability/ are current');
