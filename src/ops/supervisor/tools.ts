// Programs that run to their end during a start (migrations, demo data), their lines shown as progress.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

type ToolOptions = {
  readonly distDir: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

export async function runTool({ distDir, entry, env, say, signal }: ToolOptions): Promise<void> {
  const child = spawn(process.execPath, ['--enable-source-maps', join(distDir, entry)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let errors = '';
  createInterface({ input: child.stdout }).on('line', say);
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${entry} failed: ${errors.trim().slice(-2_000) || `exit ${code}`}`);
}
