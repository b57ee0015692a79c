// What the two local servers (message provider, trace store) share of HTTP: bounded bodies, JSON and
// problem answers, the bearer check, and a start/stop pair on the loopback address.
//
// H1  A body is never held beyond its limit, packed or unpacked.
// H2  These servers listen on 127.0.0.1, and nothing on the network reaches them, unless LISTEN_HOST says otherwise.

import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

export type Problem = { status: number; title: string; detail: string; headers?: Record<string, string> };

export type Body = { ok: true; text: string } | { ok: false; problem: Problem };

const tooLarge = (maxBytes: number): Body => ({
  ok: false,
  problem: { status: 413, title: 'Body too large', detail: `At most ${maxBytes} bytes are taken.` },
});

/** Reads the whole body, unpacking gzip, or says why not (413 too large, 400 broken off or not gzip). */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<Body> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) return tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) return tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch {
    return { ok: false, problem: { status: 400, title: 'Body broken off', detail: 'Send it again.' } };
  }
  const raw = Buffer.concat(chunks);
  if (req.headers['content-encoding'] !== 'gzip') return { ok: true, text: raw.toString('utf8') };
  try {
    return { ok: true, text: gunzipSync(raw, { maxOutputLength: maxBytes }).toString('utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes);
    return {
      ok: false,
      problem: { status: 400, title: 'Not gzip', detail: 'The body could not be unpacked.' },
    };
  }
}

/** `undefined` when the text is not JSON; JSON itself never yields `undefined`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a handler answers, as data. `cut` closes the connection without a word. */
export type Reply = { status: number; headers: Record<string, string>; text: string } | 'cut';

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, text: JSON.stringify(body) };
}

export function problem({ headers, ...rest }: Problem): Reply {
  // The rest of a refused body is not worth reading: the connection ends with the answer.
  const close: Record<string, string> = rest.status === 413 ? { connection: 'close' } : {};
  const type = { 'content-type': 'application/problem+json' };
  return {
    status: rest.status,
    headers: { ...type, ...close, ...headers },
    text: JSON.stringify({ type: 'about:blank', ...rest }),
  };
}

export function sendReply(res: ServerResponse, reply: Reply): void {
  if (res.destroyed || res.headersSent) return;
  if (reply === 'cut') {
    res.destroy();
    return;
  }
  if (reply.status === 204) res.writeHead(204, reply.headers).end();
  else
    res
      .writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.text) })
      .end(reply.text);
}

export function hasBearer(req: IncomingMessage, token: string): boolean {
  const given = Buffer.from(req.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

export const unauthorized: Problem = {
  status: 401,
  title: 'Not signed in',
  detail: 'Send Authorization: Bearer with the token of this provider.',
  headers: { 'www-authenticate': 'Bearer' },
};

export type HttpHandler = (req: IncomingMessage, url: URL) => Promise<Reply> | Reply;

const badAddress: Problem = { status: 400, title: 'Bad address', detail: 'The path is not a URL.' };
const internal: Problem = { status: 500, title: 'Internal error', detail: "This process's log says more." };

/** Serves on the loopback address, or on `host`; an error in the handler is a 500 and a word to `onError`, never a crash. */
export async function startHttp(options: {
  port: number;
  host?: string | undefined;
  maxConnections: number;
  handle: HttpHandler;
  onError: (error: unknown) => void;
}): Promise<{ port: number; stop(): Promise<void> }> {
  async function answer(req: IncomingMessage): Promise<Reply> {
    const path = req.url ?? '/';
    if (!URL.canParse(path, 'http://localhost')) return problem(badAddress);
    try {
      return await options.handle(req, new URL(path, 'http://localhost'));
    } catch (error) {
      options.onError(error);
      return problem(internal);
    }
  }
  const server = createServer((req, res) => {
    void answer(req).then((reply) => sendReply(res, reply));
  });
  server.maxConnections = options.maxConnections;
  const port = await listen(server, options.port, options.host ?? '127.0.0.1');
  return { port, stop: () => closeServer(server) };
}

/** The port that it listens on: with 0, one that was free. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}
