// The supervisor's end of the control socket. Only the user who runs the platform can open it.
//
// What holds: one supervisor per data folder; a socket left over by a killed one is taken over.

import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import {
  type ControlAnswer,
  type ControlRequest,
  callControl,
  controlSocketPath,
} from '../control-protocol.ts';

export type Handler = (
  request: ControlRequest,
  answer: (answer: ControlAnswer) => void,
  gone: AbortSignal,
) => Promise<void>;

/** Throws when a supervisor already runs on this data folder. */
export async function startControl(dataDir: string, handle: Handler): Promise<{ stop(): Promise<void> }> {
  const path = controlSocketPath(dataDir);
  let runningPid = '';
  const someone = await callControl(path, { verb: 'pid', args: [] }, (answer) => {
    if ('line' in answer) runningPid = answer.line;
  }).then(
    () => true,
    () => false,
  );
  if (someone) {
    throw new Error(
      `Trunkline already runs on the data folder ${dataDir} (pid ${runningPid}). ` +
        'Stop it with: npm run ctl -- stop, or choose another folder with DATA_DIR and other ports.',
    );
  }
  await rm(path, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, handle);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.end();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 200).unref())]);
      await rm(path, { force: true });
    },
  };
}

function serve(socket: Socket, handle: Handler): void {
  const gone = new AbortController();
  socket.on('error', () => undefined);
  socket.on('close', () => gone.abort());
  const answer = (message: ControlAnswer) => {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
  };
  const lines = createInterface({ input: socket });
  lines.on('error', () => undefined);
  lines.once('line', (line) => {
    Promise.resolve()
      .then(() => handle(JSON.parse(line) as ControlRequest, answer, gone.signal))
      .then(
        () => answer({ done: true }),
        (error) => answer({ error: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => socket.end());
  });
}
