import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createPool, isDatabaseDown, transaction } from '../../../src/engine/database.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A message of PostgreSQL's protocol (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const authenticationOk = message('R', Buffer.from([0, 0, 0, 0]));
const readyForQuery = message('Z', Buffer.from('I'));
const shutDown = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
);

describe('a connection that the server ends in the packet that makes it ready', () => {
  it('fails its transaction as one of a database that is away, and does not end the process', async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(Buffer.concat([authenticationOk, readyForQuery, shutDown])));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const pool = createPool({ url: `postgres://nobody@127.0.0.1:${port}/none`, poolSize: 1, name: 'test' });
    const failure = await transaction(pool, (client) => client.query('select 1')).catch(
      (error: unknown) => error,
    );
    expect(isDatabaseDown(failure)).toBe(true);
    await pool.end();
  });
});
