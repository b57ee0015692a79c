// A secret of this installation: made once, kept in a file that only we can read.

import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';

const anySecret = (): string => randomBytes(24).toString('base64url');

export async function readOrMakeSecret(file: string, make = anySecret): Promise<string> {
  const existing = await readFile(file, 'utf8').catch(() => '');
  if (existing) return existing.trim();
  const secret = make();
  await writeFile(file, secret, { mode: 0o600 });
  await chmod(file, 0o600);
  return secret;
}
