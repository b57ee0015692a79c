/**
 * The file of a backup: one line that says what it is, compressed frames, and the checksum of all before it.
 *
 *   TRUNKLINE BACKUP 1 ⏎  gzip( manifest  (table  data* )*  sequences )  sha256
 *
 * - B1 Nothing is read out of a file before its checksum was found right: a truncated or altered one is refused whole.
 * - B2 It is written beside its place and moved there when it is complete and on the disk.
 *
 * A frame is a letter, four bytes of length, and that many bytes. Memory is that of one frame, whatever the size.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as z from 'zod';

const MAGIC = Buffer.from('TRUNKLINE BACKUP 1\n');
const SUM_BYTES = 32;
const HEAD_BYTES = 5;

const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int() });
const manifestSchema = z.object({
  madeAt: z.string(),
  /** The schema: names of the migrations that had run. */
  migrations: z.array(z.string()),
  position: z.int(),
  /** In an order in which what is referred to comes first. */
  tables: z.array(tableSchema),
});
const sequencesSchema = z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() }));

export type BackupTable = z.infer<typeof tableSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type Sequences = z.infer<typeof sequencesSchema>;

export type Frame =
  | { readonly type: 'manifest'; readonly manifest: Manifest }
  | { readonly type: 'table'; readonly name: string }
  | { readonly type: 'data'; readonly data: Buffer }
  | { readonly type: 'sequences'; readonly sequences: Sequences };

/** What is wrong with a file, in words for a person. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

/** Returns the size of the file. */
export async function writeBackup(path: string, frames: AsyncIterable<Frame>): Promise<number> {
  const part = `${path}.part`;
  // It holds everything, password hashes too.
  const file = await open(part, 'w', 0o600);
  try {
    const hash = createHash('sha256');
    const put = async (bytes: Buffer): Promise<void> => {
      hash.update(bytes);
      await file.writeFile(bytes);
    };
    await put(MAGIC);
    await pipeline(encode(frames), createGzip(), async (compressed: AsyncIterable<Buffer>) => {
      for await (const bytes of compressed) await put(bytes);
    });
    await file.writeFile(hash.digest());
    await file.sync();
    const { size } = await file.stat();
    await rename(part, path);
    return size;
  } finally {
    await file.close();
    await rm(part, { force: true });
  }
}

/** @throws BackupRefused unless the file is whole (B1) */
export async function checkBackup(path: string): Promise<void> {
  const size = await sizeOf(path);
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(MAGIC.length);
    await file.read(head, 0, head.length, 0);
    if (!head.equals(MAGIC)) throw new BackupRefused(`${path} is no backup that this version can read.`);
    if (size < MAGIC.length + SUM_BYTES) throw damaged(path);
    const sum = Buffer.alloc(SUM_BYTES);
    await file.read(sum, 0, SUM_BYTES, size - SUM_BYTES);
    const hash = createHash('sha256');
    for await (const bytes of createReadStream(path, { end: size - SUM_BYTES - 1 })) hash.update(bytes);
    if (!hash.digest().equals(sum)) throw damaged(path);
  } finally {
    await file.close();
  }
}

/** The frames of a file that was found whole. */
export async function* readBackup(path: string): AsyncGenerator<Frame> {
  const size = await sizeOf(path);
  const source = createReadStream(path, { start: MAGIC.length, end: size - SUM_BYTES - 1 });
  const unzipped = source.pipe(createGunzip());
  source.once('error', (error) => unzipped.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of unzipped as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    for (;;) {
      if (rest.length < HEAD_BYTES) break;
      const end = HEAD_BYTES + rest.readUInt32BE(1);
      if (rest.length < end) break;
      yield decode(String.fromCharCode(rest[0] ?? 0), rest.subarray(HEAD_BYTES, end), path);
      rest = rest.subarray(end);
    }
  }
  if (rest.length > 0) throw damaged(path);
}

export async function readManifest(path: string): Promise<Manifest> {
  for await (const frame of readBackup(path)) {
    if (frame.type === 'manifest') return frame.manifest;
    break;
  }
  throw damaged(path);
}

const letters = { manifest: 'M', table: 'T', data: 'D', sequences: 'S' } as const;

async function* encode(frames: AsyncIterable<Frame>): AsyncGenerator<Buffer> {
  for await (const frame of frames) {
    const payload = payloadOf(frame);
    const head = Buffer.alloc(HEAD_BYTES);
    head.write(letters[frame.type]);
    head.writeUInt32BE(payload.length, 1);
    yield head;
    yield payload;
  }
}

function payloadOf(frame: Frame): Buffer {
  switch (frame.type) {
    case 'manifest':
      return Buffer.from(JSON.stringify(frame.manifest));
    case 'table':
      return Buffer.from(frame.name);
    case 'data':
      return frame.data;
    case 'sequences':
      return Buffer.from(JSON.stringify(frame.sequences));
  }
}

function decode(letter: string, payload: Buffer, path: string): Frame {
  switch (letter) {
    case 'M':
      return { type: 'manifest', manifest: manifestSchema.parse(JSON.parse(payload.toString())) };
    case 'T':
      return { type: 'table', name: payload.toString() };
    case 'D':
      return { type: 'data', data: payload };
    case 'S':
      return { type: 'sequences', sequences: sequencesSchema.parse(JSON.parse(payload.toString())) };
    default:
      throw damaged(path);
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new BackupRefused(`There is no file ${path}.`);
  return found.size;
}

function damaged(path: string): BackupRefused {
  return new BackupRefused(
    `${path} is not as it was written: it was cut off or altered. Nothing was touched.`,
  );
}
