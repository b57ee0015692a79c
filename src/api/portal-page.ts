/**
 * The page of the portal, filled in for whoever asks: where realtime is, in which time zone, who is signed in, which files
 * this address is made of, so that the browser fetches them beside the entry; and its first screen, where it was
 * rendered.
 *
 * Without a viewer it says whether a session's cookie came at all, so that a visitor without one need not ask.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../authority/viewer.ts';
import { FIRST_PARTS_FILE, type FirstParts } from '../contracts/first-parts.ts';
import type { Rendered } from '../contracts/rendering.ts';
import { sessionAnswer } from './session-answer.ts';

export interface PageFacts {
  readonly realtimePort: number;
  readonly timeZone: string;
}

export interface Visit {
  readonly path: string;
  readonly cookie: boolean;
  readonly viewer: Viewer | undefined;
  readonly locale: 'id' | 'en';
}

export interface PortalPage {
  /** Which build it is of. */
  readonly build: string;
  /** Addresses of pages for whoever has no account. */
  readonly open: readonly string[];
  /** Where somebody is led who comes to `/`, if it is elsewhere. */
  startOf(viewer: Viewer): string | undefined;
  /** Of one visit. */
  begin(visit: Visit): {
    /** What is known at once; the browser can begin to fetch what it names. */
    readonly head: string;
    /** The rest of the page. Not rendered, the browser draws it. */
    rest(rendered: Rendered | undefined): string;
  };
}

const ROOT = '<div id="root">';
/** Of a file of styles, in the class of an element. */
const MARK = /\b_[A-Za-z0-9-]+_([A-Za-z0-9_-]{5})_\d+/g;

/** @param distDir where `vite build` put the portal */
export function createPortalPage(distDir: string, { realtimePort, timeZone }: PageFacts): PortalPage {
  const page = readFileSync(join(distDir, 'index.html'), 'utf8')
    .replace(/(name="trunkline:realtime-port" content=")[^"]*/, `$1${realtimePort}`)
    .replace(/(name="trunkline:time-zone" content=")[^"]*/, `$1${timeZone}`);
  const at = page.indexOf(ROOT);
  const [before, after] = [page.slice(0, at), page.slice(at + ROOT.length)];
  const parts = readParts(distDir);
  const filesOf = createFiles(parts);
  return {
    build: parts?.build ?? '',
    open: parts?.open ?? [],
    startOf({ role }) {
      const start = parts?.starts[role];
      return start && 'path' in start ? start.path : undefined;
    },
    begin(visit) {
      const { cookie, viewer, locale } = visit;
      const files = filesOf(visit);
      const links = [...files].map(linkTo).join('');
      const head = before
        .replace('<html lang="id"', `<html lang="${locale}"${densityOf(parts, visit)}`)
        .replace(/(name="trunkline:session" content=")[^"]*/, `$1${cookie ? 'cookie' : 'none'}`)
        // As functions: names of people may have a `$` in them.
        .replace('</head>', () => `${links}${viewer ? sessionData(viewer) : ''}</head>`);
      return { head, rest: (rendered) => restOf(files, rendered) };
    },
  };

  function restOf(files: ReadonlySet<string>, rendered: Rendered | undefined): string {
    if (!rendered) return ROOT + after;
    const { markup, state } = rendered;
    const [content, end] = [`${ROOT}${markup}</div>`, after.replace('</div>', '')];
    return stylesIn(markup, files) + content + data('trunkline:state', state) + end;
  }

  /** What is shown of parts that come later has their styles, or it would move when they come. */
  function stylesIn(markup: string, linked: ReadonlySet<string>): string {
    const marks = new Set([...markup.matchAll(MARK)].map(([, mark = '']) => mark));
    const files = new Set([...marks].flatMap((mark) => parts?.styles[mark] ?? []));
    return [...files]
      .filter((file) => !linked.has(file) && !before.includes(file))
      .map(linkTo)
      .join('');
  }
}

/** Whoever is not signed in may be on a phone. */
function densityOf(parts: FirstParts | undefined, { cookie, viewer }: Visit): string {
  const touch = viewer ? parts?.shells[viewer.role].touch : !cookie;
  return touch ? ' data-density="touch"' : '';
}

function sessionData(viewer: Viewer): string {
  return data('trunkline:session', JSON.stringify(sessionAnswer(viewer)));
}

/** Which no browser runs: a policy against inline scripts has nothing against it. */
function data(id: string, json: string): string {
  return `<script type="application/json" id="${id}">${json.replaceAll('<', '\\u003c')}</script>`;
}

function readParts(distDir: string): FirstParts | undefined {
  const file = join(distDir, FIRST_PARTS_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FirstParts) : undefined;
}

/** Names of what a visit needs beside the entry. */
function createFiles(parts: FirstParts | undefined): (visit: Visit) => ReadonlySet<string> {
  if (!parts) return () => new Set();
  const { words, shells, starts, pages } = parts;
  const patterns = pages
    .map((page) => ({ page, pattern: new RegExp(`^${page.path.replace(/\$[a-z]+/gi, '[^/]+')}/?$`) }))
    // An address that is a page's own comes before one with a parameter in its place.
    .sort((a, b) => Number(a.page.path.includes('$')) - Number(b.page.path.includes('$')));

  return ({ path, viewer, locale }) => {
    const { everybody, staff } = words[locale];
    // Whoever may be nobody, or cannot be looked up just now.
    if (!viewer) return new Set(everybody);
    const { role, permissions } = viewer;
    const found = path === '/' ? starts[role] : patterns.find(({ pattern }) => pattern.test(path))?.page;
    const page = found && 'files' in found ? found : undefined;
    const isTheirs = page?.access.length === 0 || page?.access.some((one) => permissions.has(one));
    return new Set([
      ...everybody,
      ...(role === 'customer' ? [] : staff),
      ...shells[role].files,
      ...(isTheirs ? (page?.files ?? []) : []),
    ]);
  };
}

function linkTo(file: string): string {
  const rel = file.endsWith('.css') ? 'stylesheet' : 'modulepreload';
  return `<link rel="${rel}" crossorigin href="/${file}">`;
}
