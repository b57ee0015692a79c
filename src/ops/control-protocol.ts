// How `npm run ctl` talks to a running supervisor: a Unix socket, one JSON request line, JSON answer lines.

import { createHash } from 'node:crypto';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** Longer paths are cut off silently by the system. */
const longestPathBytes = 100;

export type ControlRequest = { readonly verb: string; readonly args: readonly string[] };

export type ControlAnswer =
  | { readonly line: string }
  | { readonly rows: readonly ControlRow[] }
  | { readonly error: string }
  | { readonly done: true };

export type ControlRow = {
  readonly role: string;
  readonly index: number;
  readonly title: string;
  readonly pid?: number | undefined;
  readonly state: string;
  readonly upMs: number;
  readonly restarts: number;
  readonly rssBytes?: number | undefined;
};

export function controlSocketPath(dataDir: string): string {
  const inside = resolve(dataDir, 'control.sock');
  if (Buffer.byteLength(inside) <= longestPathBytes) return inside;
  const key = createHash('sha256').update(inside).digest('hex').slice(0, 16);
  return join(tmpdir(), `trunkline-${key}.sock`);
}

/** Sends one request and hands over each answer until the supervisor is done. Rejects when none is running. */
export function callControl(
  socketPath: string,
  request: ControlRequest,
  onAnswer: (answer: ControlAnswer) => void,
): Promise<void> {
  return new Promise((settle, reject) => {
    const socket = createConnection(socketPath);
    socket.once('error', reject);
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    const lines = createInterface({ input: socket });
    lines.on('error', () => undefined);
    lines.on('line', (line) => onAnswer(JSON.parse(line) as ControlAnswer));
    socket.once('close', () => settle());
  });
}
