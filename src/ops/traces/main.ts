// The process `trunkline:traces`: keeps recent traces where no collector is set. It can be killed at any moment,
// nobody waits for it, and it takes processor time only where others leave some.

import { readConfig } from '../../engine/config.ts';
import { createLogger } from '../../engine/logger.ts';
import { runProcess } from '../../engine/process.ts';
import { startTraceServer, type TraceServer } from './server.ts';

const config = readConfig();
const logger = createLogger({ role: 'traces', index: config.TRUNKLINE_INDEX, level: config.LOG_LEVEL });
let server: TraceServer | undefined;

await runProcess({
  role: 'traces',
  index: 0,
  niceness: 10,
  logger,
  probePort: config.PROBE_PORT,
  metrics: async () => server?.metrics() ?? '',
  async start() {
    if (!config.TRACES_PORT) throw new Error('The local trace store needs TRACES_PORT.');
    server = await startTraceServer({
      port: config.TRACES_PORT,
      host: config.LISTEN_HOST,
      dataDir: config.DATA_DIR,
      onError: (error) => logger.error({ err: error }, 'traces'),
    });
    logger.info({ port: server.port }, 'trace store listens');
    return server;
  },
});
