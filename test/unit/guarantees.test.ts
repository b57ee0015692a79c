// docs/guarantees.md cannot rot: what it names exists, and no promise of the design is missing.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const doc = read('docs/guarantees.md');
const rows = doc.split('\n').filter((line) => /^\| [A-Z]\d+ \|/.test(line));

const upTo = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

const promises = [
  ...upTo('G', 15),
  ...upTo('L', 6),
  ...upTo('M', 8),
  ...upTo('D', 2),
  ...upTo('R', 7),
  ...upTo('T', 1),
  ...upTo('X', 1),
  ...upTo('W', 6),
  ...upTo('N', 2),
  ...upTo('B', 3),
  ...upTo('F', 2),
  ...upTo('U', 3),
  ...upTo('C', 5),
  ...upTo('P', 4),
  ...upTo('O', 4),
];

/** The source of a test file, and of the tests that it shares with others. */
function sourceOf(file: string): string {
  const source = read(file);
  return source.includes("from '../support/aftermath.ts'")
    ? source + read('test/support/aftermath.ts')
    : source;
}

/** As it stands between quotes in the source. */
function isTitleIn(source: string, title: string): boolean {
  const isStart = title.endsWith('…');
  const text = isStart ? title.slice(0, -1) : title;
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${text}${isStart ? '' : quote}`));
}

describe('the guarantees', () => {
  it('are all there, each once', () => {
    expect(rows.map((row) => row.split(' ')[1])).toEqual(promises);
  });

  it.each(rows.map((row) => [row.split(' ')[1], row]))('%s names tests that exist', (_id, row) => {
    const tests = [...row.matchAll(/`(test\/[^` ]+) › ([^`]+)`/g)];
    expect(tests.length).toBeGreaterThan(0);
    for (const [, file = '', title = ''] of tests) {
      expect(existsSync(join(root, file)), file).toBe(true);
      expect(isTitleIn(sourceOf(file), title), `${file} › ${title}`).toBe(true);
    }
  });

  it.each(rows.map((row) => [row.split(' ')[1], row]))('%s names code that exists', (_id, row) => {
    const code = [...row.matchAll(/`(src\/[^`#]+)(?:#([^`]+))?`/g)];
    expect(code.length).toBeGreaterThan(0);
    for (const [, file = '', name = ''] of code) {
      expect(existsSync(join(root, file)), file).toBe(true);
      expect(read(file), `${file}#${name}`).toContain(name);
    }
  });
});
