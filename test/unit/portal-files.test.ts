// How the built portal is served: what is kept for ever, what never, what is compressed, what is nobody's.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePortal } from '../../src/api/portal.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the files of the portal', () => {
  let folder: string;
  let server: Server;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portal-files-'));
    mkdirSync(join(folder, 'assets'));
    const files = {
      'index.html':
        '<meta name="trunkline:realtime-port" content="" /><meta name="trunkline:session" content="" />',
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
    app.use(servePortal({ distDir: folder, realtimePort: 3002, timeZone: 'Asia/Jakarta' }));
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

  it('leave to others what is theirs, what is not there, and what a machine asks for', async () => {
    const others = ['/api/v1/nothing', '/openapi.json', '/assets/gone-abc.js', '/assets/../index.html'];
    for (const path of others) expect((await ask(path, { accept: 'text/html' })).status, path).toBe(404);
    for (const path of ['/tickets', '/secret.txt', '/assets/page-abc.js.gz'])
      expect((await ask(path)).status, path).toBe(404);
  });
});
