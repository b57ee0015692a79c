/**
 * What a callback writes to a connection goes out in one write, and so does what the microtasks after it write. Each
 * write is a system call that wakes the server, which may take the processor at once; what is asked together is
 * answered together, too.
 */
import { nextTick } from 'node:process';
import type { Writable } from 'node:stream';

/** Nothing waits for what other connections bring: ticks come before the event loop goes on. */
export function writeTogether(stream: Writable): void {
  const write = stream.write as (...args: unknown[]) => boolean;
  let held = false;
  const send = (): void => {
    held = false;
    stream.uncork();
  };
  const writeHeld = (...args: unknown[]): boolean => {
    if (!held) {
      held = true;
      stream.cork();
      nextTick(send);
    }
    return write.apply(stream, args);
  };
  Object.assign(stream, { write: writeHeld });
}
