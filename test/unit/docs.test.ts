// The docs cannot rot: their tables are current, their code is quoted from files that run, their links lead somewhere.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fill, quotesIn, requote, tablesIn } from '../../scripts/docs/fill.ts';
import { tables } from '../../scripts/docs/tables.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
].map((page) => [page, read(page)] as const);

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, '');

/** As the headings' addresses are made: lower case, words joined by hyphens. */
const anchorsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(pages)('%s', (page, text) => {
  it('has current tables (npm run docs)', () => {
    expect(fill(text)).toBe(text);
  });

  it('quotes code word for word', () => {
    const quoted = quotesIn(text);
    for (const { file, code } of quoted)
      expect(read(file), `${page}: ${file} (npm run docs)`).toContain(code);
    expect(quoted.length, 'each block of code names its file').toBe(text.match(/^```ts$/gm)?.length ?? 0);
  });

  it('links to what exists', () => {
    for (const [, target = ''] of withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      expect(existsSync(join(root, file)), `${page}: ${target}`).toBe(true);
      if (anchor) expect(anchorsOf(read(file)), `${page}: ${target}`).toContain(anchor);
    }
  });

  it('names files that exist', () => {
    for (const [, path = ''] of withoutCode(text).matchAll(
      /`((?:src|test|bench|scripts|web|docs)\/[\w./-]*)`/g,
    )) {
      expect(existsSync(join(root, path)), `${page}: ${path}`).toBe(true);
    }
  });

  it('names scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g)) {
      expect(Object.keys(scripts), `${page}: npm run ${script}`).toContain(script);
    }
  });
});

describe('the reference', () => {
  it('has every table that can be made', () => {
    expect(tablesIn(read('docs/reference.md')).sort()).toEqual(Object.keys(tables).sort());
  });
});

describe('a quote', () => {
  it('is taken anew from its first line to its last one when its file has changed', () => {
    const page = read('docs/how-to/add-a-schedule.md');
    const stale = page.replace("cron: '0 6 * * 1'", "cron: '0 7 * * 1'");
    expect(stale).not.toBe(page);
    expect(requote(stale)).toBe(page);
  });

  it('asks for a person when its first line is gone', () => {
    const page = read('docs/how-to/add-a-schedule.md');
    expect(() => requote(page.replace('export const stocktake:', 'export const gone:'))).toThrow(
      /has no lines any more from "export const gone:/,
    );
  });
});
