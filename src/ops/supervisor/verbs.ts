// What the supervisor does for each word of `npm run ctl`.

import { setTimeout as pause } from 'node:timers/promises';
import type { Handler } from './control.ts';
import type { Fleet } from './fleet.ts';

const monitorEveryMs = 1_000;

type VerbsOptions = {
  readonly fleet: () => Fleet | undefined;
  /** Undefined until the database is there. */
  readonly databaseUrl: () => string | undefined;
  readonly logDir: string;
  readonly stop: () => Promise<void>;
};

export function createVerbs({ fleet, databaseUrl, logDir, stop }: VerbsOptions): Handler {
  const started = (): Fleet => {
    const running = fleet();
    if (!running) throw new Error('The platform is still starting; try again in a moment.');
    return running;
  };
  return async ({ verb, args }, answer, gone) => {
    const say = (line: string) => answer({ line });
    const [role = '', count = ''] = args;
    switch (verb) {
      case 'pid':
        return say(String(process.pid));
      // For `ctl` itself: only the user who runs the platform can open the socket.
      case 'database': {
        const url = databaseUrl();
        if (!url) throw new Error('The platform is still starting; try again in a moment.');
        return say(url);
      }
      case 'list':
        return answer({ rows: [supervisorRow(), ...started().list()] });
      case 'monitor':
        while (!gone.aborted) {
          answer({ rows: [supervisorRow(), ...started().list()] });
          await pause(monitorEveryMs);
        }
        return;
      case 'logs':
        return say(logDir);
      case 'restart':
        return started().restart(role, say);
      case 'scale':
        if (!/^[1-9]\d{0,2}$/.test(count)) {
          throw new Error(`"${count}" is not a number of processes. For example: scale api 16`);
        }
        return started().scale(role, Number(count), say);
      case 'stop':
        say('stopping');
        return stop();
      default:
        throw new Error(`There is no verb "${verb}". There are: list, logs, restart, scale, monitor, stop`);
    }
  };
}

function supervisorRow() {
  return {
    role: 'supervisor',
    index: 1,
    title: process.title,
    pid: process.pid,
    state: 'ready',
    upMs: process.uptime() * 1000,
    restarts: 0,
    rssBytes: process.memoryUsage.rss(),
  };
}
