// The supervisor's words: on the terminal for people, and with their time in its log file.

import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export function createSay(logDir: string): (line: string) => void {
  mkdirSync(logDir, { recursive: true });
  const file = join(logDir, 'supervisor.log');
  // A terminal that closed, or a pipe whose reader went away, must not end the platform; the file has every line.
  process.stdout.on('error', () => undefined);
  return (line) => {
    console.log(line);
    const entry = {
      level: 'info',
      time: new Date().toISOString(),
      role: 'supervisor',
      pid: process.pid,
      msg: line,
    };
    try {
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
    } catch {
      // A full disk must not end the supervisor.
    }
  };
}
