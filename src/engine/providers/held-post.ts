/**
 * `POST` to a server that recognises no repetition: the last byte of the body is held back until `onWritten` has
 * recorded that the message may arrive. Without that byte the server has no whole request, and does nothing.
 *
 * - Fails before it: nothing arrived (`written` is false), and it may be sent again.
 * - Fails after it: it may have arrived.
 */
import { type Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { type Agent as HttpsAgent, request as requestHttps } from 'node:https';

export interface HeldPost {
  readonly url: URL;
  /** Not empty. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: HttpAgent | HttpsAgent;
  readonly signal: AbortSignal;
  readonly onWritten: () => Promise<void>;
}

export interface HeldAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** The call had no answer. `cause` is why. */
export class PostFailed extends Error {
  override readonly name = 'PostFailed';
  readonly written: boolean;

  constructor(written: boolean, cause: unknown) {
    super('The server did not answer', { cause });
    this.written = written;
  }
}

const LONGEST_ANSWER_BYTES = 65_536;

/** @throws PostFailed, or what `onWritten` rejected with: then nothing was handed over */
export async function postHeld({
  url,
  body,
  headers,
  agent,
  signal,
  onWritten,
}: HeldPost): Promise<HeldAnswer> {
  const bytes = Buffer.from(body);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const outgoing = request(url, {
    method: 'POST',
    agent,
    signal,
    headers: { ...headers, 'content-length': bytes.length },
  });
  const answer = new Promise<HeldAnswer>((resolve, reject) => {
    outgoing.once('response', (incoming) => readAnswer(incoming).then(resolve, reject));
    outgoing.once('error', reject);
  });
  // Whoever awaits it comes later than its first chance to fail.
  answer.catch(() => undefined);
  let written = false;
  try {
    await Promise.race([
      new Promise<void>((resolve, reject) => {
        outgoing.write(bytes.subarray(0, -1), (error) => (error ? reject(error) : resolve()));
      }),
      answer,
    ]);
    try {
      await onWritten();
    } catch (error) {
      outgoing.destroy();
      throw new NotRecorded(error);
    }
    written = true;
    outgoing.end(bytes.subarray(-1));
    return await answer;
  } catch (error) {
    if (error instanceof NotRecorded) throw error.cause;
    throw new PostFailed(written, error);
  }
}

class NotRecorded extends Error {
  constructor(cause: unknown) {
    super('Not recorded', { cause });
  }
}

async function readAnswer(incoming: IncomingMessage): Promise<HeldAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return {
    status: incoming.statusCode ?? 0,
    retryAfter: incoming.headers['retry-after'] ?? null,
    text: Buffer.concat(chunks).toString('utf8'),
  };
}
