// What a first visit has to load, from the build itself: numbers of files and bytes, which no machine makes slower.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const root = join(import.meta.dirname, '../../..');
const dist = join(root, 'dist/web');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Readonly<
  Record<string, Chunk>
>;

/** Scripts that are there before the first of these is evaluated. */
function scriptsOf(...names: readonly string[]): ReadonlySet<string> {
  const seen = new Set(names);
  for (const name of seen) for (const one of chunkOf(name).imports ?? []) seen.add(one);
  return new Set([...seen].map((name) => chunkOf(name).file));
}

function chunkOf(name: string): Chunk {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`The build has no ${name}`);
  return chunk;
}

function gzipped(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
}

function sizeOf(file: string): number {
  return statSync(join(dist, file), { throwIfNoEntry: false })?.size ?? Number.POSITIVE_INFINITY;
}

/** As the page names them: the entry and what it is made of. */
const entry = new Set(
  [...readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/ (?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
    ([, file]) => file as string,
  ),
);
const words = ['locales/id.json', 'locales/id.json?staff'];
const pages = Object.keys(manifest).filter((name) => /^src\/pages\/[a-z-]+\/page\.tsx$/.test(name));

/** A page of the desk, without what everybody has. */
function onDesk(page: string): readonly string[] {
  return [...scriptsOf(page, 'src/shells/desk-shell.tsx', ...words)].filter((file) => !entry.has(file));
}

describe('what a first visit loads', () => {
  it('is at most 198 KB of scripts at a customer’s start', () => {
    // Where the rating is (`build/chunks.ts`), which such a start shows.
    const later = Object.keys(manifest).filter((name) => name.startsWith('_start-'));
    expect(later.filter((name) => name.endsWith('.js'))).toHaveLength(1);
    const start = scriptsOf('locales/id.json', '../src/client/realtime.ts', ...later);
    const scripts = new Set([...entry, ...start].filter((file) => file.endsWith('.js')));
    // Two of them of a few lines: what begins the portal once the page is painted, and what the bundler adds.
    expect(scripts.size).toBeLessThanOrEqual(6);
    expect(gzipped(scripts)).toBeLessThan(198_000);
    // What the page has beside it; as they come over the wire.
    const beside = ['early.js', 'formats.js'].map((name) =>
      Math.min(...['', '.gz'].map((ending) => sizeOf(`${name}${ending}`))),
    );
    expect(beside.reduce((sum, bytes) => sum + bytes, gzipped(scripts))).toBeLessThan(199_500);
  });

  it.each(['tickets', 'board'])('is few files for /%s, and nothing that opens later', (page) => {
    const files = onDesk(`src/pages/${page}/page.tsx`);
    expect(files.length).toBeLessThanOrEqual(16);
    expect(gzipped(files)).toBeLessThan(80_000);
    expect(files.filter((file) => /floating|menu-panel|popover-panel|dialog|combobox/.test(file))).toEqual(
      [],
    );
  });

  it('is no page of fifty files', () => {
    expect(pages.length).toBeGreaterThan(30);
    const many = pages.filter((page) => onDesk(page).length > 30);
    expect(many).toEqual([]);
  });

  it('waits for nothing in the entry: no page’s file could be evaluated before it', () => {
    const main = readFileSync(join(root, 'web/src/main.ts'), 'utf8');
    expect(main).not.toMatch(/^\S.*\bawait\b/m);
  });
});
