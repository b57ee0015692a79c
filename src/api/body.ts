/**
 * Reads a JSON body: bounded, of JSON only, UTF-8 only, not deeply nested, without the keys that poison prototypes.
 *
 * By hand instead of by body-parser: it needs no table of character sets (several MB of memory), and the raw bytes
 * are at hand for the hash that an idempotency key is bound to.
 */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiProblem, invalid } from './problem.ts';

const MAX_BODY_BYTES = 100 * 1024;
const MAX_DEPTH = 20;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const NO_BODY = Buffer.alloc(0);

export interface Body {
  readonly value: unknown;
  /** sha256 of the raw bytes. */
  hash(): string;
  /** As it came, for a signature over it. */
  raw(): Buffer;
}

/** An absent body reads as an empty object. `maxBytes`: for the few routes that take more than the usual. */
export async function readBody(request: IncomingMessage, maxBytes = MAX_BODY_BYTES): Promise<Body> {
  const raw = hasBody(request) ? await readRaw(request, maxBytes) : NO_BODY;
  return {
    value: raw.length > 0 ? parse(raw) : {},
    hash: () => createHash('sha256').update(raw).digest('hex'),
    raw: () => raw,
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

async function readRaw(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { headers } = request;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new ApiProblem('unsupported_media_type');
  const charset = /;\s*charset="?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset && charset.toLowerCase() !== 'utf-8') {
    throw new ApiProblem('unsupported_media_type', { detail: 'Only UTF-8 is taken.' });
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new ApiProblem('unsupported_media_type', { detail: 'Compressed bodies are not taken.' });
  }
  // What is left of a refused body Node reads and drops after the answer.
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else reject(tooLarge(maxBytes));
    });
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.once('error', () => reject(new ApiProblem('malformed_json', { detail: 'The body broke off.' })));
  });
}

function tooLarge(maxBytes: number): ApiProblem {
  return new ApiProblem('payload_too_large', { detail: `At most ${maxBytes} bytes are taken.` });
}

function parse(raw: Buffer): unknown {
  let value: unknown;
  try {
    if (!isUtf8(raw)) throw new SyntaxError('not UTF-8');
    value = JSON.parse(raw.toString('utf8'));
  } catch {
    throw new ApiProblem('malformed_json');
  }
  refuseOddities(value, 0);
  return value;
}

function refuseOddities(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH) throw invalid('', `must not be nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) {
    for (const item of value) refuseOddities(item, depth + 1);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key)) throw invalid(key, 'is not allowed as a key');
    refuseOddities(item, depth + 1);
  }
}
