/**
 * The page of the portal, filled in for whoever asks: where realtime is, in which time zone, who is signed in, which files
 * this address is made of, and what it asks first, so that the browser fetches all of it beside the entry.
 *
 * Without a viewer it says whether a session's cookie came at all, so that a visitor without one need not ask.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../authority/viewer.ts';
import { FIRST_PARTS_FILE, type FirstParts } from '../contracts/first-parts.ts';
import { sessionAnswer } from './session-answer.ts';

export interface PageFacts {
  readonly realtimePort: number;
  readonly timeZone: string;
}

export interface Visit {
  readonly path: string;
  /** The address says nothing more than its path. */
  readonly plain: boolean;
  readonly cookie: boolean;
  readonly viewer: Viewer | undefined;
}

/** @param distDir where `vite build` put the portal */
export function createPortalPage(
  distDir: string,
  { realtimePort, timeZone }: PageFacts,
): (visit: Visit) => string {
  const page = readFileSync(join(distDir, 'index.html'), 'utf8')
    .replace(/(name="trunkline:realtime-port" content=")[^"]*/, `$1${realtimePort}`)
    .replace(/(name="trunkline:time-zone" content=")[^"]*/, `$1${timeZone}`);
  const linksTo = createLinks(readParts(distDir));
  return (visit) => {
    const { cookie, viewer } = visit;
    return (
      page
        .replace(/(name="trunkline:session" content=")[^"]*/, `$1${cookie ? 'cookie' : 'none'}`)
        // As functions: names of people may have a `$` in them.
        .replace('</head>', () => `${linksTo(visit)}${viewer ? sessionData(viewer) : ''}</head>`)
    );
  };
}

/** Data, which no browser runs: a policy against inline scripts has nothing against it. */
function sessionData(viewer: Viewer): string {
  const json = JSON.stringify(sessionAnswer(viewer)).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="trunkline:session">${json}</script>`;
}

function readParts(distDir: string): FirstParts | undefined {
  const file = join(distDir, FIRST_PARTS_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FirstParts) : undefined;
}

function createLinks(parts: FirstParts | undefined): (visit: Visit) => string {
  if (!parts) return () => '';
  const { words, shells, starts, pages } = parts;
  const patterns = pages
    .map((page) => ({ page, pattern: new RegExp(`^${page.path.replace(/\$[a-z]+/gi, '[^/]+')}/?$`) }))
    // An address that is a page's own comes before one with a parameter in its place.
    .sort((a, b) => Number(a.page.path.includes('$')) - Number(b.page.path.includes('$')));

  return ({ path, plain, viewer }) => {
    // Whoever may be nobody, or cannot be looked up just now, is spoken to in the language of the place.
    if (!viewer) return words.id.everybody.map(linkToFile).join('');
    const { role, locale, permissions } = viewer;
    const found = path === '/' ? starts[role] : patterns.find(({ pattern }) => pattern.test(path))?.page;
    const isTheirs = found?.access.length === 0 || found?.access.some((one) => permissions.has(one));
    const page = isTheirs ? found : undefined;
    const { everybody, staff } = words[locale];
    const files = [
      ...everybody,
      ...(role === 'customer' ? [] : staff),
      ...shells[role],
      ...(page?.files ?? []),
    ];
    const reads = plain
      ? (page?.reads ?? []).filter(({ needs }) => needs === undefined || permissions.has(needs))
      : [];
    // Answers take longer than files.
    return [...reads.map(linkToAnswer), ...[...new Set(files)].map(linkToFile)].join('');
  };
}

function linkToFile(file: string): string {
  const rel = file.endsWith('.css') ? 'stylesheet' : 'modulepreload';
  return `<link rel="${rel}" crossorigin href="/${file}">`;
}

function linkToAnswer({ path }: { readonly path: string }): string {
  return `<link rel="preload" as="fetch" crossorigin href="/api/v1${path.replaceAll('&', '&amp;')}">`;
}
