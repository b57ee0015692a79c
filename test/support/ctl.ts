// `npm run ctl` as a person would run it: a process of its own, with something piped in.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type CtlEnd = { readonly code: number | null; readonly output: string };

export function runCtl(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<CtlEnd> {
  const root = join(import.meta.dirname, '../..');
  const child = spawn(join(root, 'node_modules/.bin/tsx'), [join(root, 'src/ops/ctl.ts'), ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
