// How the built portal is served: what is kept for ever, what never, what is compressed, what is nobody's.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePortal } from '../../src/api/portal.ts';
import type { Viewer } from '../../src/authority/viewer.ts';
import type { FirstParts } from '../../src/contracts/first-parts.ts';
import { type Role, rolePermissions } from '../../src/contracts/permissions.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const names = { path: '/names', needs: 'technicians.view' } as const;
const tickets = {
  access: ['tickets.view_all'] as const,
  files: ['assets/tickets.js', 'assets/tickets.css'],
  reads: [{ path: '/rows?a=1&b=2' }, names],
};
const own = { files: [], access: [], reads: [{ path: '/own' }] };
const parts: FirstParts = {
  words: {
    id: { everybody: ['assets/id.js'], staff: ['assets/id-staff.js'] },
    en: { everybody: ['assets/en.js'], staff: ['assets/en-staff.js'] },
  },
  shells: byRole((role) => (role === 'customer' ? [] : ['assets/shell.js'])),
  starts: byRole((role) => (role === 'customer' ? own : tickets)),
  pages: [
    { path: '/tickets/$id', access: [], files: ['assets/ticket.js'], reads: [] },
    { path: '/tickets/new', access: [], files: ['assets/new.js'], reads: [] },
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

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portal-files-'));
    for (const name of ['assets', '.vite']) mkdirSync(join(folder, name));
    const files = {
      'index.html':
        '<head><meta name="trunkline:realtime-port" content="" /><meta name="trunkline:session" content="" /></head>',
      '.vite/first-parts.json': JSON.stringify(parts),
      'early.js': 'early',
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
    app.use(servePortal({ distDir: folder, ...facts }, async ({ headers }) => viewers[headers.cookie ?? '']));
    app.use((_request, response) => void response.status(404).end('not the portal'));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
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
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(body).toContain('content="3002"');
      expect(body).toContain('content="none"');
    }
    const known = await ask('/', { cookie: 'trunkline_session=x; other=y', accept: 'text/html' });
    expect(known.body).toContain('content="cookie"');
  });

  it('the page says who is signed in, and has the browser fetch what it is made of and what it asks first', async () => {
    const open = async (path: string, who: string) =>
      (await ask(path, { cookie: `trunkline_session=${who}`, accept: 'text/html' })).body;
    const shell = [
      'modulepreload /assets/id.js',
      'modulepreload /assets/id-staff.js',
      'modulepreload /assets/shell.js',
    ];
    const page = ['modulepreload /assets/tickets.js', 'stylesheet /assets/tickets.css'];
    const rows = 'preload /api/v1/rows?a=1&amp;b=2';

    for (const path of ['/', '/tickets'])
      expect(linksOf(await open(path, 'supervisor')), path).toEqual([
        rows,
        'preload /api/v1/names',
        ...shell,
        ...page,
      ]);
    // What the address says more, the page asks otherwise.
    expect(linksOf(await open('/tickets?status=open', 'supervisor'))).toEqual([...shell, ...page]);
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
    const english = linksOf(await open('/tickets', 'english'));
    expect(english).toContain('modulepreload /assets/en-staff.js');
    expect(english).toContain(rows);
    expect(english).not.toContain('preload /api/v1/names');
    expect(linksOf(await open('/', 'customer'))).toEqual([
      'preload /api/v1/own',
      'modulepreload /assets/id.js',
    ]);
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
