/**
 * Asks for a password: twice and without echo on a terminal, else the first line of what is piped in. It comes as no
 * argument, because arguments stand in the process list and in the shell's history.
 */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** @throws when the two differ, nothing came, or the person pressed Ctrl-C */
export async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return await firstLine();
  const secret = await askOnce(`${question}: `);
  if ((await askOnce(`${question}, once more: `)) !== secret) throw new Error('The two were not the same.');
  return secret;
}

/** readline does the editing; what it would print goes nowhere. */
function askOnce(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('SIGINT', () => reject(new Error('Nothing was changed.')));
    lines.once('close', () => reject(new Error('Nothing was changed.')));
  }).finally(() => {
    process.stderr.write('\n');
    lines.close();
  }) as Promise<string>;
}

async function firstLine(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/);
  if (line === '') throw new Error('No password came: pipe it in, or run this on a terminal.');
  return line;
}
