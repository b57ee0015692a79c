import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cut, startCut } from '../support/chaos.ts';
import { waitFor } from '../support/wait.ts';

describe('a cut in front of a server', () => {
  let server: Server;
  let cut: Cut;
  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    cut = await startCut(typeof address === 'object' && address ? address.port : 0);
  });
  afterEach(() => cut.heal());
  afterAll(async () => {
    await cut.stop();
    server.close();
  });

  const open = () => {
    const heard = { text: '', error: '' };
    const socket = connect(cut.port, '127.0.0.1');
    socket.on('data', (chunk) => {
      heard.text += String(chunk);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      heard.error = error.code ?? error.message;
    });
    return { socket, heard };
  };

  it('passes everything on while nothing is wrong', async () => {
    const { socket, heard } = open();
    socket.write('hello');
    await waitFor(() => heard.text === 'hello');
    socket.destroy();
  });

  it('resets what is open', async () => {
    const { socket, heard } = open();
    socket.write('hello');
    await waitFor(() => heard.text === 'hello');
    cut.cut();
    await waitFor(() => heard.error === 'ECONNRESET');
  });

  it('resets what comes while it refuses, and passes again after it healed', async () => {
    cut.refuse();
    const refused = open();
    await waitFor(() => refused.heard.error === 'ECONNRESET');
    cut.heal();
    const { socket, heard } = open();
    socket.write('again');
    await waitFor(() => heard.text === 'again');
    socket.destroy();
  });

  it('holds everything while frozen, and loses none of it', async () => {
    const frozen = open();
    frozen.socket.write('before');
    await waitFor(() => frozen.heard.text === 'before');
    cut.freeze();
    frozen.socket.write(' after');
    const other = open();
    await once(other.socket, 'connect');
    expect(frozen.heard.text).toBe('before');
    cut.heal();
    await waitFor(() => frozen.heard.text === 'before after');
    frozen.socket.destroy();
    other.socket.destroy();
  });
});
