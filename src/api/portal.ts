/**
 * Serves the built portal: its page at every address that is nobody else's, its assets for ever.
 *
 * - The page is never cached: it says who is signed in (`portal-page.ts`). Its head goes out at once, so that the browser
 *   fetches what it names while the first screen is rendered (`src/renderer`); what is not rendered in time, the browser
 *   draws.
 * - Assets carry a hash of their content in their name, so they never change; compressed copies lie beside them.
 * - The CSP lets nothing inline run, nothing be sent elsewhere but to realtime on the host of the page, and no text
 *   become a script (Trusted Types). Styles of single elements may stand in the markup: where a row is.
 */
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { constants, createGzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import { SESSION_COOKIE } from '../authority/credentials.ts';
import type { Viewer } from '../authority/viewer.ts';
import type { Rendered, RenderVisit } from '../contracts/rendering.ts';
import { browserFacts } from './browser-facts.ts';
import { createOpenScreens, type OpenScreens } from './open-screens.ts';
import { createPortalPage, type PageFacts, type PortalPage, type Visit } from './portal-page.ts';
import { sessionAnswer } from './session-answer.ts';

export interface PortalOptions extends PageFacts {
  /** Where `vite build` put it. */
  readonly distDir: string;
}

/** Addresses of the API and the operators' pages: unknown ones stay their 404. */
const notPortal = /^\/(api|admin|ops|docs|metrics|health|livez|readyz|socket\.io)(\/|$)|\.json$/;

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface Asset {
  readonly file: string;
  readonly type: string;
  readonly cache: string;
  /** Copies by content coding, with their sizes; the plain one is ''. */
  readonly sizes: Readonly<Record<string, number>>;
  /** What they are, where the name stays the same in the next build: it may be there before this process is replaced. */
  readonly held: Readonly<Record<string, Buffer>>;
}

/** None of them rejects. */
export interface PortalNeeds {
  /** Whose page it is. */
  viewerOf(request: Request): Promise<Viewer | undefined>;
  /** Undefined where it is not rendered, or not in time. */
  /** @param request undefined for nobody in particular */
  render(visit: RenderVisit, request: Request | undefined, gone: AbortSignal): Promise<Rendered | undefined>;
}

/** Passes on what is not of the portal; everything, when it was not built. */
export function servePortal(
  { distDir, ...facts }: PortalOptions,
  { viewerOf, render }: PortalNeeds,
): RequestHandler {
  const index = join(distDir, 'index.html');
  if (!existsSync(index)) return (_request, _response, next) => next();
  const page = createPortalPage(distDir, facts);
  const openScreens = createOpenScreens(page, (visit, gone) => render(visit, undefined, gone));
  const assets = readAssets(distDir);

  /** Of a build that came after this process: a page of a newer one asks here too while they are replaced. */
  function findLater(path: string): Asset | undefined {
    const name = LATER.exec(path)?.[1];
    const asset = name === undefined ? undefined : readAsset(distDir, 'assets', name);
    if (asset) assets.set(path, asset);
    return asset;
  }

  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const asset = assets.get(request.path) ?? findLater(request.path);
    if (asset) return sendAsset(request, response, asset);
    if (notPortal.test(request.path) || request.path.startsWith('/assets/')) return next();
    // Machines that ask for an address that does not exist get the API's 404.
    if (request.path !== '/' && !request.headers.accept?.includes('text/html')) return next();
    const cookie = request.headers.cookie?.includes(`${SESSION_COOKIE}=`) ?? false;
    const viewer = cookie ? await viewerOf(request) : undefined;
    const start = viewer && request.path === '/' ? page.startOf(viewer) : undefined;
    response.set('Cache-Control', 'no-store');
    if (start !== undefined) return response.redirect(303, start + request.url.slice(1));
    response.status(200).set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy(request, facts.realtimePort),
      // What is in the page depends on how large its window was (`early.js`).
      Vary: 'Accept-Encoding, Cookie',
      // A proxy in front (nginx) would hold the head back until the screen is there.
      'X-Accel-Buffering': 'no',
    });
    if (request.method === 'HEAD') return void response.end();
    await sendPage({ page, render, openScreens }, { cookie, viewer }, request, response);
  };
}

async function sendPage(
  {
    page,
    render,
    openScreens,
  }: { page: PortalPage; render: PortalNeeds['render']; openScreens: OpenScreens },
  { cookie, viewer }: Pick<Visit, 'cookie' | 'viewer'>,
  request: Request,
  response: Response,
): Promise<void> {
  const { viewport, locale: chosen } = browserFacts(request.headers);
  const locale = chosen ?? viewer?.locale ?? 'id';
  const send = sender(request, response);
  const { head, rest } = page.begin({ path: request.path, cookie, viewer, locale });
  send.now(head);
  if (!viewer) {
    // Who has a cookie and cannot be looked up may be somebody.
    send.last(rest(cookie ? undefined : await openScreens(request.url, locale)));
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const session = sessionAnswer(viewer);
  const visit = { url: request.url, session, locale, build: page.build, viewport };
  send.last(rest(await render(visit, request, gone.signal)));
}

/** Names of people and of their work, in one language: a seventh of it goes over the wire. */
const COMPRESSION_LEVEL = 4;

function sender(request: Request, response: Response): { now(text: string): void; last(text: string): void } {
  if (!request.acceptsEncodings('gzip')) {
    return { now: (text) => void response.write(text), last: (text) => void response.end(text) };
  }
  response.set('Content-Encoding', 'gzip');
  const gzip = createGzip({ level: COMPRESSION_LEVEL });
  gzip.on('error', () => response.destroy()).pipe(response);
  response.once('close', () => gzip.destroy());
  return {
    now(text) {
      gzip.write(text);
      gzip.flush(constants.Z_SYNC_FLUSH);
    },
    last: (text) => void gzip.end(text),
  };
}

/** A name with a hash, in no other folder. */
const LATER = /^\/assets\/([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)$/;

const cacheOf = { assets: 'public, max-age=31536000, immutable', '.': 'public, max-age=300' } as const;

function readAssets(distDir: string): Map<string, Asset> {
  const found = new Map<string, Asset>();
  for (const folder of ['assets', '.'] as const)
    for (const name of readdirSync(join(distDir, folder))) {
      const asset = readAsset(distDir, folder, name);
      if (asset) found.set(`/${join(folder, name)}`, asset);
    }
  return found;
}

function readAsset(distDir: string, folder: keyof typeof cacheOf, name: string): Asset | undefined {
  const type = types[extname(name)];
  if (!type) return undefined;
  const file = join(distDir, folder, name);
  const sizes: Record<string, number> = {};
  const held: Record<string, Buffer> = {};
  for (const [coding, ending] of Object.entries(endings)) {
    const found = statSync(`${file}${ending}`, { throwIfNoEntry: false });
    if (!found?.isFile()) continue;
    if (folder === '.') held[coding] = readFileSync(`${file}${ending}`);
    sizes[coding] = held[coding]?.length ?? found.size;
  }
  if (!('' in sizes)) return undefined;
  // A service worker is as new as its page: browsers ask for it anew, and get it from nobody else.
  return { file, type, cache: name === 'sw.js' ? 'no-cache' : cacheOf[folder], sizes, held };
}

const endings: Readonly<Record<string, string>> = { '': '', br: '.br', gzip: '.gz' };
/** The smallest first: browsers name all they take in an order that means nothing. */
const codings = ['br', 'gzip'] as const;

function sendAsset(request: Request, response: Response, asset: Asset): void {
  const { file, type, cache, sizes, held } = asset;
  const coding = codings.find((one) => one in sizes && request.acceptsEncodings(one)) ?? '';
  response.status(200).set({
    'Content-Type': type,
    'Content-Length': String(sizes[coding] ?? 0),
    'Cache-Control': cache,
    Vary: 'Accept-Encoding',
    ...(coding ? { 'Content-Encoding': coding } : {}),
  });
  if (request.method === 'HEAD' || held[coding]) {
    response.end(held[coding]);
    return;
  }
  createReadStream(`${file}${endings[coding] ?? ''}`)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** The host of the page on the port of realtime; a Host header that is none gets no realtime. */
function contentSecurityPolicy(request: Request, realtimePort: number): string {
  const host = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d+)?$/i.exec(request.headers.host ?? '')?.[1];
  const secure = request.protocol === 'https' ? 's' : '';
  const realtime = host
    ? ` http${secure}://${host}:${realtimePort} ws${secure}://${host}:${realtimePort}`
    : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${realtime}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}
