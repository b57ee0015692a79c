// How the built portal is served: what is kept for ever, what never, what is compressed, what is nobody's.

import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { servePortal } from '../../src/api/portal.ts';
import type { Viewer } from '../../src/authority/viewer.ts';
import type { FirstParts } from '../../src/contracts/first-parts.ts';
import { type Role, rolePermissions } from '../../src/contracts/permissions.ts';
import type { Rendered, RenderVisit } from '../../src/contracts/rendering.ts';
import { waitFor } from '../support/wait.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const tickets = {
  access: ['tickets.view_all'] as const,
  files: ['assets/tickets.js', 'assets/tickets.css'],
};
const parts: FirstParts = {
  build: 'this build',
  words: {
    id: { everybody: ['assets/id.js'], staff: ['assets/id-staff.js'] },
    en: { everybody: ['assets/en.js'], staff: ['assets/en-staff.js'] },
  },
  shells: byRole((role) => ({
    files: role === 'customer' ? [] : ['assets/shell.js'],
    touch: role === 'customer',
  })),
  starts: byRole((role) => {
    if (role === 'admin') return { path: '/tickets' };
    return role === 'customer' ? { files: [], access: [] } : tickets;
  }),
  styles: { abcde: 'assets/later.css', fghij: 'assets/tickets.css' },
  open: ['/register'],
  pages: [
    { path: '/tickets/$id', access: [], files: ['assets/ticket.js'] },
    { path: '/tickets/new', access: [], files: ['assets/new.js'] },
    { path: '/tickets', ...tickets },
  ],
};

function byRole<T>(of: (role: Role) => T): Record<Role, T> {
  const roles = Object.keys(rolePermissions) as Role[];
  return Object.fromEntries(roles.map((role) => [role, of(role)])) as Record<Role, T>;
}

function viewer(role: Role, change: Partial<Viewer> = {}): Viewer {
  return {
    credential: 'session',
    userId: 'u1',
    username: role,
    name: 'Ani',
    role,
    class: role === 'customer' ? 'public' : 'staff',
    permissions: new Set(rolePermissions[role]),
    locale: 'id',
    zone: null,
    customerId: null,
    technicianId: null,
    sessionId: 's1',
    expiresAt: '2026-11-30T12:00:00.000Z',
    ...change,
  } as Viewer;
}

/** By the cookie that they send. */
const viewers: Readonly<Record<string, Viewer>> = {
  'trunkline_session=supervisor': viewer('supervisor'),
  'trunkline_session=english': viewer('supervisor', {
    locale: 'en',
    permissions: new Set(['tickets.view_all']),
  }),
  'trunkline_session=admin': viewer('admin'),
  'trunkline_session=customer': viewer('customer', { name: "</script><b>$' $& $1" }),
};

/** What the page has the browser fetch. */
function linksOf(body: string): readonly string[] {
  return [...body.matchAll(/<link rel="([a-z]+)"[^>]* href="([^"]+)">/g)].map(
    ([, rel, href]) => `${rel} ${href}`,
  );
}

describe('the files of the portal', () => {
  let folder: string;
  let server: Server;
  let render: (visit: RenderVisit) => Promise<Rendered | undefined>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portal-files-'));
    for (const name of ['assets', '.vite']) mkdirSync(join(folder, name));
    const files = {
      'index.html':
        '<html lang="id"><head><meta name="trunkline:realtime-port" content="" />' +
        '<meta name="trunkline:session" content="" /></head><body><div id="root"></div></body></html>',
      '.vite/first-parts.json': JSON.stringify(parts),
      'early.js': 'early',
      'early.js.gz': 'early gzipped',
      'secret.txt': 'secret',
      'assets/page-abc.js': 'plain',
      'assets/page-abc.js.gz': 'gzipped',
      'assets/page-abc.js.br': 'brotli',
      'assets/small-abc.js': 'small',
      'assets/inter-abc.woff2': 'font',
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const app = express();
    const facts = { realtimePort: 3002, timeZone: 'Asia/Jakarta' };
    app.use(
      servePortal(
        { distDir: folder, ...facts },
        {
          viewerOf: async ({ headers }) => viewers[headers.cookie?.split('; ')[0] ?? ''],
          render: (visit) => render(visit),
        },
      ),
    );
    app.use((_request, response) => void response.status(404).end('not the portal'));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    render = async () => undefined;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  /** As it comes over the wire: nothing is decompressed. */
  function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, headers }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += String(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      }).on('error', reject);
    });
  }

  it('with a hash in their name are kept for ever', async () => {
    for (const path of ['/assets/page-abc.js', '/assets/inter-abc.woff2']) {
      const { status, headers } = await ask(path);
      expect(status).toBe(200);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
    expect((await ask('/early.js')).headers['cache-control']).toBe('public, max-age=300');
  });

  it('whose names stay the same are those of the build that the process began with', async () => {
    for (const name of ['early.js', 'early.js.gz']) writeFileSync(join(folder, name), 'of the next build');
    const plain = await ask('/early.js');
    expect(plain.body).toBe('early');
    const gzipped = await ask('/early.js', { 'accept-encoding': 'gzip' });
    expect(gzipped.body).toBe('early gzipped');
    expect(gzipped.headers['content-length']).toBe(String('early gzipped'.length));
    expect(gzipped.headers['content-encoding']).toBe('gzip');
  });

  it('come compressed as the browser takes them, and say that they differ by it', async () => {
    const wanted = { br: 'brotli', 'gzip, deflate, br': 'brotli', gzip: 'gzipped', identity: 'plain' };
    for (const [accepted, body] of Object.entries(wanted)) {
      const answer = await ask('/assets/page-abc.js', { 'accept-encoding': accepted });
      expect(answer.body).toBe(body);
      expect(answer.headers['content-length']).toBe(String(body.length));
      expect(answer.headers.vary).toBe('Accept-Encoding');
    }
    const small = await ask('/assets/small-abc.js', { 'accept-encoding': 'gzip, br' });
    expect(small.body).toBe('small');
    expect(small.headers['content-encoding']).toBeUndefined();
  });

  it('of a build that came later are found, and nothing else of the disk', async () => {
    expect((await ask('/assets/later-abc.js')).status).toBe(404);
    writeFileSync(join(folder, 'assets/later-abc.js'), 'later');
    expect(await ask('/assets/later-abc.js')).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
      body: 'later',
    });
    writeFileSync(join(folder, 'later.js'), 'no asset');
    for (const path of [
      '/assets/..%2flater.js',
      '/assets/../later.js',
      '/assets/%2e%2e/later.js',
      '/later.js',
    ])
      expect((await ask(path)).status, path).toBe(404);
  });

  it('the page itself is never kept, at any address of the portal, and says whether a cookie came', async () => {
    for (const path of ['/', '/tickets/01890000', '/account?next=/']) {
      const { status, headers, body } = await ask(path, { accept: 'text/html' });
      expect(status).toBe(200);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['content-security-policy']).toMatch(
        /script-src 'self';.*require-trusted-types-for 'script'/,
      );
      // A style of one element alone: where a row is that was rendered.
      const policy = String(headers['content-security-policy']).replace("style-src-attr 'unsafe-inline'", '');
      expect(policy).not.toContain('unsafe');
      expect(body).toContain('content="3002"');
      expect(body).toContain('content="none"');
      expect(body).toContain('<html lang="id" data-density="touch">');
    }
    const known = await ask('/', { cookie: 'trunkline_session=x; other=y', accept: 'text/html' });
    expect(known.body).toContain('content="cookie"');
  });

  it('the page says who is signed in, and has the browser fetch what it is made of', async () => {
    const open = async (path: string, who: string) =>
      (await ask(path, { cookie: `trunkline_session=${who}`, accept: 'text/html' })).body;
    const shell = [
      'modulepreload /assets/id.js',
      'modulepreload /assets/id-staff.js',
      'modulepreload /assets/shell.js',
    ];
    const page = ['modulepreload /assets/tickets.js', 'stylesheet /assets/tickets.css'];
    for (const path of ['/', '/tickets', '/tickets?status=open'])
      expect(linksOf(await open(path, 'supervisor')), path).toEqual([...shell, ...page]);
    expect(linksOf(await open('/tickets/new', 'supervisor'))).toEqual([
      ...shell,
      'modulepreload /assets/new.js',
    ]);
    expect(linksOf(await open('/tickets/0189', 'supervisor'))).toEqual([
      ...shell,
      'modulepreload /assets/ticket.js',
    ]);
    expect(linksOf(await open('/nowhere', 'supervisor'))).toEqual(shell);
    // In their own words, and nothing that they may not read.
    const english = await open('/tickets', 'english');
    expect(linksOf(english)).toContain('modulepreload /assets/en-staff.js');
    expect(english).toContain('<html lang="en">');
    const customer = await open('/', 'customer');
    expect(linksOf(customer)).toEqual(['modulepreload /assets/id.js']);
    expect(customer).toContain('<html lang="id" data-density="touch">');
  });

  it('the page comes with its first screen, and what that was made of as data that nobody can end', async () => {
    const visits: RenderVisit[] = [];
    render = async (visit) => {
      visits.push(visit);
      return { markup: "<p>Ani $' $&</p>", state: '{"name":"</script><b>"}' };
    };
    const headers = {
      accept: 'text/html',
      cookie: 'trunkline_session=supervisor; trunkline_viewport=412x915',
    };
    const { body } = await ask('/tickets?status=open', headers);
    expect(body).toContain(
      `<div id="root"><p>Ani $' $&</p></div><script type="application/json" id="trunkline:state">` +
        '{"name":"\\u003c/script>\\u003cb>"}</script></body></html>',
    );
    expect(visits).toMatchObject([
      {
        url: '/tickets?status=open',
        session: { user: { id: 'u1' } },
        build: 'this build',
        viewport: { widthPx: 412, heightPx: 915 },
      },
    ]);
  });

  it('the page has the styles of all that is rendered, before it, and none twice', async () => {
    render = async () => ({
      markup: '<p class="_row_abcde_12"></p><p class="_row_fghij_1 _cell_abcde_1 _other_klmno_3"></p>',
      state: '{}',
    });
    const { body } = await ask('/tickets', { accept: 'text/html', cookie: 'trunkline_session=supervisor' });
    expect(body).toContain(
      '<body><link rel="stylesheet" crossorigin href="/assets/later.css"><div id="root">',
    );
    expect(linksOf(body).filter((link) => link.startsWith('stylesheet'))).toEqual([
      'stylesheet /assets/tickets.css',
      'stylesheet /assets/later.css',
    ]);
  });

  it('the page is rendered for a phone where its browser says to be on one, whatever else it says', async () => {
    const widths: (number | undefined)[] = [];
    render = async ({ viewport }) => {
      widths.push(viewport?.widthPx);
      return undefined;
    };
    const phone = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36';
    const cookie = 'trunkline_session=supervisor';
    await ask('/tickets', { accept: 'text/html', cookie, 'user-agent': phone });
    await ask('/tickets', { accept: 'text/html', cookie });
    await ask('/tickets', { accept: 'text/html', cookie: `${cookie}; trunkline_viewport=<b>x0` });
    expect(widths).toEqual([390, 1280, 1280]);
  });

  it.each(['gzip', 'identity'])(
    'the head of the page (%s) is there while the screen is rendered',
    async (coding) => {
      let finish: (rendered: Rendered | undefined) => void = () => undefined;
      render = () =>
        new Promise((resolve) => {
          finish = resolve;
        });
      const { port } = server.address() as AddressInfo;
      const headers = {
        accept: 'text/html',
        'accept-encoding': coding,
        cookie: 'trunkline_session=supervisor',
      };
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get({ port, host: '127.0.0.1', path: '/tickets', headers }, resolve).on('error', reject);
      });
      expect(response.headers['content-encoding']).toBe(coding === 'gzip' ? 'gzip' : undefined);
      expect(response.headers['x-accel-buffering']).toBe('no');
      const plain = coding === 'gzip' ? response.pipe(createGunzip()) : response;
      let body = '';
      plain.on('data', (piece) => {
        body += String(piece);
      });
      await waitFor(() => body.endsWith('<body>'));
      expect(linksOf(body)).toContain('stylesheet /assets/tickets.css');
      finish(undefined);
      await once(plain, 'end');
      expect(body).toMatch(/<div id="root"><\/div><\/body><\/html>$/);
    },
  );

  it('the page of whoever is not signed in is rendered for all of them, without what their address says more', async () => {
    const asked: string[] = [];
    render = async ({ url, session, locale }) => {
      asked.push(`${url} ${locale} ${session === undefined}`);
      return asked.length === 1 ? undefined : { markup: `<p>${url}</p>`, state: '{}' };
    };
    const open = async (path: string, cookie = '') =>
      (await ask(path, { accept: 'text/html', cookie })).body.match(/<div id="root">(.*?)<\/div>/)?.[1];
    // What could not be rendered is asked for again.
    expect(await open('/tickets')).toBe('');
    expect(await open('/tickets')).toBe('<p>/</p>');
    expect(await open('/users?next=1')).toBe('<p>/</p>');
    expect(await open('/register')).toBe('<p>/register</p>');
    expect(await open('/register?token=secret')).toBe('');
    expect(await open('/users', 'trunkline_locale=en')).toBe('<p>/</p>');
    // They may be somebody, whom nobody could look up just now.
    expect(await open('/users', 'trunkline_session=gone')).toBe('');
    expect(asked).toEqual(['/ id true', '/ id true', '/register id true', '/ en true']);
  });

  it('the page is in the language that was chosen in its browser, whoever is signed in', async () => {
    const locales: string[] = [];
    render = async ({ locale }) => {
      locales.push(locale);
      return undefined;
    };
    const cookie = 'trunkline_session=supervisor; trunkline_locale=en';
    const { body } = await ask('/tickets', { accept: 'text/html', cookie });
    expect(body).toContain('<html lang="en">');
    expect(linksOf(body)).toContain('modulepreload /assets/en-staff.js');
    await ask('/tickets', { accept: 'text/html', cookie: cookie.replace('=en', '=xx') });
    expect(locales).toEqual(['en', 'id']);
  });

  it('whoever begins at another page is led there, with what the address says', async () => {
    const { status, headers } = await ask('/?a=1', {
      accept: 'text/html',
      cookie: 'trunkline_session=admin',
    });
    expect(status).toBe(303);
    expect(headers.location).toBe('/tickets?a=1');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('the page says it as data that nobody can end, and to nobody who is not known', async () => {
    const { body } = await ask('/', { cookie: 'trunkline_session=customer', accept: 'text/html' });
    const [, json = ''] =
      /<script type="application\/json" id="trunkline:session">(.*?)<\/script>/.exec(body) ?? [];
    expect(json).not.toContain('<');
    expect(JSON.parse(json)).toMatchObject({
      user: { id: 'u1', role: 'customer', name: "</script><b>$' $& $1" },
      session: { id: 's1', expiresAt: '2026-11-30T12:00:00.000Z' },
    });
    const unknown = await ask('/', { cookie: 'trunkline_session=gone', accept: 'text/html' });
    expect(unknown.body).not.toContain('application/json');
    expect(linksOf(unknown.body)).toEqual(['modulepreload /assets/id.js']);
  });

  it('leave to others what is theirs, what is not there, and what a machine asks for', async () => {
    const others = ['/api/v1/nothing', '/openapi.json', '/assets/gone-abc.js', '/assets/../index.html'];
    for (const path of others) expect((await ask(path, { accept: 'text/html' })).status, path).toBe(404);
    for (const path of ['/tickets', '/secret.txt', '/assets/page-abc.js.gz'])
      expect((await ask(path)).status, path).toBe(404);
  });
});
