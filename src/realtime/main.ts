// Placeholder of the realtime process: it starts, answers /livez, and ends in order.

import { createServer } from 'node:http';
import { readConfig } from '../engine/config.ts';
import { drainHttpServer } from '../engine/http-drain.ts';
import { createLogger } from '../engine/logger.ts';
import { collectAllMetrics, runProcess } from '../engine/process.ts';

const config = readConfig();
const role = 'realtime';
const index = config.TRUNKLINE_INDEX;
const logger = createLogger({ role, index, level: config.LOG_LEVEL });

await runProcess({
  role,
  index,
  logger,
  async start() {
    const server = createServer((request, response) => {
      if (request.url === '/metrics') void collectAllMetrics().then((text) => response.end(text));
      else response.end(JSON.stringify({ status: 'OK', pid: process.pid }));
    });
    await new Promise<void>((resolve) => server.listen(config.REALTIME_PORT ?? 0, resolve));
    return { stop: (how) => drainHttpServer(server, how) };
  },
});
