import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareCatalogues, readCatalogue } from '../../../web/build/catalogues.ts';

const web = join(import.meta.dirname, '../../../web');

describe('the catalogues of messages', () => {
  const id = readCatalogue(web, 'id');
  const en = readCatalogue(web, 'en');

  it('are complete in both languages, with the same arguments', () => {
    expect(compareCatalogues(id, en)).toEqual([]);
  });

  it('hold no message that nothing shows', () => {
    const source = sourcesOf(join(web, 'src')).join('\n');
    const literals = new Set([...source.matchAll(/'([a-z][\w.]*)'/gi)].map((match) => match[1]));
    const templates = [...source.matchAll(/`([a-z][\w.]*)\$\{[^}]+\}([\w.]*)`/gi)];
    const patterns = templates.map(([, before, after]) => new RegExp(`^${before}[\\w.-]+${after}$`));
    const unused = Object.keys(id).filter(
      (key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });
});

describe('a fault in a catalogue', () => {
  it('is named: missing, empty, other arguments, not readable', () => {
    const faults = compareCatalogues(
      { a: 'x', b: '', c: '{name}', d: '{count, plural, other {#}' },
      { b: 'x', c: '{other}', d: '{count, plural, other {#}}', e: 'x' },
    );
    expect(faults).toEqual([
      'a is missing in en.json',
      'b is empty',
      'c takes {name} in id.json and {other} in en.json',
      expect.stringMatching(/^d cannot be read/),
      'e is missing in id.json',
    ]);
  });
});

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
