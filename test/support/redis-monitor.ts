// What a Redis is told, in its own order.

import { connect } from 'node:net';

/**
 * Calls `onCommand` with each line of `MONITOR` until `stop`: `<seconds> [<db> <client>] "<command>" "<argument>" …`,
 * line ends in arguments escaped (https://redis.io/docs/latest/commands/monitor/).
 * By a socket of its own: ioredis 5 takes lines that come with the answer to its `MONITOR` for answers to commands it
 * never sent, and throws for each of them outside any test, which a busy server makes it do.
 */
export async function watchRedis(url: string, onCommand: (line: string) => void): Promise<{ stop(): void }> {
  const { hostname, port, username, password } = new URL(url);
  const commands = password ? [`AUTH ${username || 'default'} ${password}`, 'MONITOR'] : ['MONITOR'];
  const socket = connect(Number(port), hostname);
  socket.setEncoding('utf8');
  let rest = '';
  let accepted = 0;
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('-')) reject(new Error(line.slice(1)));
        else if (accepted === commands.length) onCommand(line.slice(1));
        else if (++accepted === commands.length) resolve();
      }
    });
    socket.write(commands.map((command) => `${command}\r\n`).join(''));
  });
  return { stop: () => socket.destroy() };
}
