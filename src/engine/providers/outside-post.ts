/**
 * `POST` to an address that somebody else chose: judged and pinned by `lookup` (`outside-address.ts`), no redirect is
 * followed, the answer is read up to a bound, and its words are nobody's.
 */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { AddressRefused } from '../outside-address.ts';

export interface OutsidePost {
  readonly to: string;
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly lookup: LookupFunction;
  readonly signal: AbortSignal;
}

export interface OutsideAnswer {
  readonly status: number;
  /** As it came. */
  readonly retryAfter: string | null;
}

/** Only the end of an answer is waited for. */
const LONGEST_ANSWER_BYTES = 65_536;
const LONGEST_HEAD_BYTES = 16_384;

export function postOutside({ to, body, headers, lookup, signal }: OutsidePost): Promise<OutsideAnswer> {
  const url = new URL(to);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        // A connection of its own: one that was kept would outlive the judgement of its address.
        agent: false,
        lookup,
        signal,
        maxHeaderSize: LONGEST_HEAD_BYTES,
        headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
      },
      (answer: IncomingMessage) => {
        const done = (): void => {
          const retryAfter = answer.headers['retry-after'];
          resolve({ status: answer.statusCode ?? 0, retryAfter: retryAfter ?? null });
          outgoing.destroy();
        };
        let read = 0;
        answer.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > LONGEST_ANSWER_BYTES) done();
        });
        answer.once('end', done);
        answer.once('error', reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** What went wrong with a call that had no answer, in one word; undefined when the address itself was refused. */
export function networkFailure(error: unknown): string | undefined {
  if (error instanceof AddressRefused) return undefined;
  const { name = '', code, cause } = error as { name?: string; code?: unknown; cause?: unknown };
  const isTimeout = [name, (cause as { name?: string } | undefined)?.name].includes('TimeoutError');
  return isTimeout ? 'timeout' : typeof code === 'string' ? code : 'network';
}
