/**
 * Bytes in Postgres, in pieces: nobody ever holds a whole file, neither the process that takes it in nor the one that
 * hands it out, and no transaction is open while a slow client sends or reads.
 *
 * - F1 A file is written before it belongs to anything; `attached` is set by the commit that makes it something. What
 *   is loose after an hour nobody will ask for any more (`expireFiles`).
 */
import { Readable } from 'node:stream';
import type { Queryable } from './database.ts';
import type { RetentionStep } from './retention.ts';

/** Bytes of a piece: what a process holds of a file at once. */
export const CHUNK_BYTES = 128 * 1024;

export async function startFile(db: Queryable, id: string): Promise<void> {
  await db.query({ name: 'file_start', text: 'insert into files (id) values ($1)', values: [id] });
}

export async function appendChunk(db: Queryable, id: string, number: number, content: Buffer): Promise<void> {
  await db.query({
    name: 'file_append',
    text: 'insert into file_chunks (file_id, number, content) values ($1, $2, $3)',
    values: [id, number, content],
  });
}

/** What nothing was made of; an attached file stays. */
export async function dropLooseFile(db: Queryable, id: string): Promise<void> {
  await db.query({
    name: 'file_drop',
    text: 'delete from files where id = $1 and not attached',
    values: [id],
  });
}

/** Piece by piece, as fast as it is read. A file that is removed meanwhile ends it with an error. */
export function readFile(db: Queryable, id: string, bytes: number): Readable {
  return Readable.from(chunksOf(db, id, bytes), { objectMode: false, highWaterMark: CHUNK_BYTES });
}

async function* chunksOf(db: Queryable, id: string, bytes: number): AsyncGenerator<Buffer> {
  let sent = 0;
  for (let number = 0; sent < bytes; number++) {
    const { rows } = await db.query<{ content: Buffer }>({
      name: 'file_read',
      text: 'select content from file_chunks where file_id = $1 and number = $2',
      values: [id, number],
    });
    const content = rows[0]?.content;
    if (!content) throw new Error(`File ${id} ended after ${sent} of ${bytes} bytes`);
    sent += content.length;
    yield content;
  }
}

const FILES_AT_ONCE = 20;

/** Uploads that broke off. Few at a time: each takes its pieces with it. Index: files_loose. */
export const expireFiles: RetentionStep = {
  name: 'loose_files',
  async remove(db, limit) {
    const result = await db.query({
      name: 'files_expire',
      text: `delete from files where id = any(array(
        select id from files where not attached and started_at < now() - interval '1 hour'
         order by started_at limit $1)) and not attached`,
      values: [Math.min(limit, FILES_AT_ONCE)],
    });
    const removed = result.rowCount ?? 0;
    return removed === FILES_AT_ONCE ? limit : removed;
  },
};
