/**
 * Takes a file in as it comes: piece by piece into Postgres, never whole in memory.
 *
 * - U1 A process holds one piece of each upload, and takes at most `MAX_AT_ONCE` at a time: its memory is bounded.
 * - U2 What is too large is refused as soon as it is known to be; what is too slow, or of a kind that is not taken,
 *   likewise. Nothing of a refused or broken upload stays.
 * - U3 The kind is told by the content; what the request says of it counts for nothing.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type FileType, fileTypeSchema, MAX_FILE_BYTES } from '../contracts/attachments.ts';
import type { Pool } from '../engine/database.ts';
import { appendChunk, CHUNK_BYTES, dropLooseFile, startFile } from '../engine/files.ts';
import { ApiProblem, invalid } from './problem.ts';

const MAX_AT_ONCE = 12;
/** Without a single byte. */
const SILENCE_MS = 15_000;
/** From beginning to end. */
const WHOLE_MS = 120_000;

export interface Received {
  readonly fileType: FileType;
  readonly bytes: number;
  readonly sha256: string;
}

export interface UploadLimits {
  readonly silenceMs: number;
  readonly wholeMs: number;
}

let underWay = 0;

/**
 * Stores the body of the request as the loose file `id`.
 * @throws ApiProblem payload_too_large, unsupported_file, upload_too_slow, unavailable, invalid_request
 */
export async function receiveFile(
  pool: Pool,
  request: IncomingMessage,
  id: string,
  limits: UploadLimits = { silenceMs: SILENCE_MS, wholeMs: WHOLE_MS },
): Promise<Received> {
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new ApiProblem('unsupported_media_type', { detail: 'Compressed bodies are not taken.' });
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_FILE_BYTES) throw tooLarge();
  if (underWay >= MAX_AT_ONCE) throw new ApiProblem('unavailable', { headers: { 'Retry-After': '2' } });
  underWay += 1;
  try {
    await startFile(pool, id);
    return await store(pool, request, id, limits);
  } catch (error) {
    await dropLooseFile(pool, id).catch(() => undefined);
    throw error;
  } finally {
    underWay -= 1;
  }
}

async function store(
  pool: Pool,
  request: IncomingMessage,
  id: string,
  limits: UploadLimits,
): Promise<Received> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(CHUNK_BYTES);
  let held = 0;
  let number = 0;
  let bytes = 0;
  let fileType: FileType | undefined;
  const flush = async (): Promise<void> => {
    fileType ??= await kindOf(piece.subarray(0, held));
    await appendChunk(pool, id, number++, piece.subarray(0, held));
    held = 0;
  };
  for await (const part of inTime(request, limits)) {
    bytes += part.length;
    if (bytes > MAX_FILE_BYTES) throw tooLarge();
    hash.update(part);
    for (let from = 0; from < part.length; ) {
      const taken = part.copy(piece, held, from);
      held += taken;
      from += taken;
      if (held === CHUNK_BYTES) await flush();
    }
  }
  if (held > 0) await flush();
  if (fileType === undefined) throw invalid('body', 'is empty');
  return { fileType, bytes, sha256: hash.digest('hex') };
}

/** By its first bytes; at most a piece of them is looked at. */
async function kindOf(start: Buffer): Promise<FileType> {
  // With the first upload: most of the eight processes live long without one, and it is some memory of each.
  const { fileTypeFromBuffer } = await import('file-type/core');
  const found = await fileTypeFromBuffer(start).catch(() => undefined);
  const known = fileTypeSchema.safeParse(found?.mime);
  if (!known.success) throw new ApiProblem('unsupported_file');
  return known.data;
}

/** The parts of a body as they come, within the limits. Leaving it early leaves the connection to be answered on. */
async function* inTime(request: IncomingMessage, limits: UploadLimits): AsyncGenerator<Buffer> {
  const parts = request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  const endsAt = performance.now() + limits.wholeMs;
  try {
    for (;;) {
      const patience = Math.min(limits.silenceMs, endsAt - performance.now());
      const next = await within(patience, parts.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited: it waits for a part that may never come.
    void parts.return?.().catch(() => undefined);
  }
}

/** @throws ApiProblem upload_too_slow; invalid_request when the client has left */
async function within<T>(ms: number, part: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const tooSlow = () => reject(new ApiProblem('upload_too_slow', { headers: { Connection: 'close' } }));
    timer = setTimeout(tooSlow, Math.max(0, ms));
  });
  const came = part.catch(() => {
    throw invalid('body', 'broke off');
  });
  try {
    return await Promise.race([came, late]);
  } finally {
    clearTimeout(timer);
    came.catch(() => undefined);
  }
}

function tooLarge(): ApiProblem {
  return new ApiProblem('payload_too_large', { detail: `At most ${MAX_FILE_BYTES} bytes are taken.` });
}
