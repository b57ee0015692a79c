/**
 * What is being sent to tickets: it goes on when its form is closed or another page is opened, and what failed waits
 * for another try.
 *
 * S1 One at a time, in the order in which they were chosen. Every try has the same key, so nothing is attached twice.
 * S2 What found no server is tried again by itself: after a while, and when the browser is back on line.
 * S3 Nobody leaves the portal by mistake while something is under way.
 */
import { MAX_FILE_BYTES } from '../../../../src/contracts/attachments.ts';
import { attachmentsKey, sendAttachment } from '../../api/attachments.ts';
import { newKey } from '../../api/client.ts';
import { isTransient, ProblemError } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { ticketKeys } from '../../api/tickets.ts';
import { session } from '../../session/session.ts';
import { createStore, useStore } from '../../session/store.ts';
import { shrink } from './shrink.ts';

export interface Upload {
  /** Its idempotency key. */
  readonly key: string;
  readonly ticketId: string;
  readonly name: string;
  readonly internal: boolean;
  readonly state: 'waiting' | 'sending' | 'failed';
  /** From 0 to 1. */
  readonly done: number;
  readonly error?: unknown;
}

interface Content {
  readonly file: File;
  small?: Blob;
  readonly abort: AbortController;
  /** That found no server, one after another. */
  misses: number;
}

const FIRST_MS = 2_000;
const MOST_MS = 60_000;

const uploads = createStore<readonly Upload[]>([]);
/** What is sent, and how its sending is ended. */
const contents = new Map<string, Content>();
let busy = false;

export function useUploads(ticketId: string): readonly Upload[] {
  return useStore(uploads).filter((upload) => upload.ticketId === ticketId);
}

export function addFiles(ticketId: string, files: readonly File[], internal: boolean): void {
  const added = files.map((file): Upload => {
    const key = newKey();
    contents.set(key, { file, abort: new AbortController(), misses: 0 });
    // What the clipboard holds has no name of its own.
    return { key, ticketId, name: file.name || 'photo', internal, state: 'waiting', done: 0 };
  });
  uploads.set([...uploads.get(), ...added]);
  void work();
}

export function retryUpload(key: string): void {
  patch(key, { state: 'waiting', done: 0 });
  void work();
}

export function dropUpload(key: string): void {
  contents.get(key)?.abort.abort();
  contents.delete(key);
  uploads.set(uploads.get().filter((upload) => upload.key !== key));
}

async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    for (;;) {
      const next = uploads.get().find(({ state }) => state === 'waiting');
      if (!next) return;
      await send(next);
    }
  } finally {
    busy = false;
  }
}

async function send({ key, ticketId, name, internal }: Upload): Promise<void> {
  const content = contents.get(key);
  if (!content) return dropUpload(key);
  patch(key, { state: 'sending', done: 0 });
  try {
    content.small ??= await shrink(content.file);
    if (content.small.size > MAX_FILE_BYTES)
      throw new ProblemError({ status: 413, code: 'payload_too_large' }, new Headers());
    await sendAttachment(ticketId, content.small, {
      name,
      internal,
      key,
      signal: content.abort.signal,
      onProgress: (done) => patch(key, { done }),
    });
    await queryClient.invalidateQueries({ queryKey: attachmentsKey(ticketId) });
    void queryClient.invalidateQueries({ queryKey: ticketKeys.history(ticketId) });
    dropUpload(key);
  } catch (error) {
    if (content.abort.signal.aborted) return;
    patch(key, { state: 'failed', error });
    if (!isTransient(error)) return;
    const waitMs =
      (error instanceof ProblemError ? error.retryAfterMs : undefined) ?? FIRST_MS * 2 ** content.misses;
    content.misses += 1;
    setTimeout(() => retryMissed(key), Math.min(waitMs, MOST_MS));
  }
}

/** Unless it was pressed or dropped meanwhile. */
function retryMissed(key: string): void {
  const upload = uploads.get().find((one) => one.key === key);
  if (upload?.state === 'failed' && isTransient(upload.error)) retryUpload(key);
}

function patch(key: string, changes: Partial<Upload>): void {
  uploads.set(uploads.get().map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)));
}

globalThis.addEventListener?.('online', () => {
  for (const { key } of uploads.get()) retryMissed(key);
});

globalThis.addEventListener?.('beforeunload', (event) => {
  const isUnderWay = uploads.get().some(({ state, error }) => state !== 'failed' || isTransient(error));
  // Whoever is not signed in here any more has nothing to keep.
  if (isUnderWay && 'user' in session.get()) event.preventDefault();
});
