// One log file per process in the data folder, appended to by the process itself and bounded in size.

import { copyFileSync, mkdirSync, openSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';

const mostBytes = 32 * 1024 * 1024;
const checkEveryMs = 30_000;

/** A descriptor to append to. The caller closes its own copy after handing it to a child. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a');
}

/** Keeps each file below a bound; what was before stands in `<file>.1`. */
export function startLogRotation(logDir: string): { stop(): void } {
  const rotate = () => {
    for (const name of readdirSync(logDir)) {
      if (!name.endsWith('.log')) continue;
      const file = join(logDir, name);
      if (statSync(file).size < mostBytes) continue;
      // Writers append, so after cutting the file they go on at its start.
      copyFileSync(file, `${file}.1`);
      truncateSync(file);
    }
  };
  const timer = setInterval(() => {
    try {
      rotate();
    } catch {
      // The folder may be gone for a moment; the next round tries again.
    }
  }, checkEveryMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
