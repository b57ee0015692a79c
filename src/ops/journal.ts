// A bounded journal of JSON lines on disk: what a small local server must find again after a restart.
//
// J1  An append that resolved survives a kill of the process (it is with the operating system, not fsynced).
// J2  Never more than two files of about `rotateBytes` each: `<path>` and the one before, `<path>.1`.
// J3  A line torn by a kill is skipped on reading; all others are read, oldest first.

import { createReadStream } from 'node:fs';
import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { parseJson } from './http.ts';

export type Journal = {
  /** Resolves when the line is written. Lines that wait at the same moment share one write. */
  append(line: string): Promise<void>;
  /** Bytes accepted and not yet written. */
  pendingBytes(): number;
  clear(): Promise<void>;
  stop(): Promise<void>;
};

export async function openJournal(options: { path: string; rotateBytes: number }): Promise<Journal> {
  const { path, rotateBytes } = options;
  await mkdir(dirname(path), { recursive: true });
  let fileBytes = await sizeOf(path);
  // A file that ends in a torn line gets its newline, so that the next line is not lost with it.
  if (fileBytes > 0) await appendFile(path, '\n');

  let waiting: string[] = [];
  let pending = 0;
  let batch: Promise<void> | undefined;
  let tail: Promise<void> = Promise.resolve();

  /** One thing at a time on the files; a failure is its caller's and does not stop the next. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const result = tail.then(work);
    tail = result.catch(() => undefined);
    return result;
  }

  async function writeWaiting(): Promise<void> {
    const text = waiting.join('');
    waiting = [];
    batch = undefined;
    const bytes = Buffer.byteLength(text);
    try {
      if (fileBytes > 0 && fileBytes + bytes > rotateBytes) {
        await rename(path, `${path}.1`);
        fileBytes = 0;
      }
      await appendFile(path, text, { mode: 0o600 });
      fileBytes += bytes;
    } finally {
      pending -= bytes;
    }
  }

  return {
    append(line) {
      waiting.push(`${line}\n`);
      pending += Buffer.byteLength(line) + 1;
      batch ??= inTurn(writeWaiting);
      return batch;
    },
    pendingBytes: () => pending,
    clear: () =>
      inTurn(async () => {
        await rm(path, { force: true });
        await rm(`${path}.1`, { force: true });
        fileBytes = 0;
      }),
    stop: () => tail,
  };
}

/** Every whole line of the journal, oldest first; nothing when there is none. */
export async function* readJournal(path: string): AsyncGenerator<unknown> {
  for (const file of [`${path}.1`, path]) {
    if ((await sizeOf(file)) === 0) continue;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const value = parseJson(line);
      if (value !== undefined) yield value;
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
