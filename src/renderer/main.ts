/**
 * The process `trunkline:renderer`: draws the first screen of a page for the API. It holds nothing, so it can be killed
 * at any moment: pages come without markup until another one is there, and browsers draw them.
 */
import { telemetry } from '../engine/telemetry/start.ts';

// Telemetry comes first, as everywhere.

import { fileURLToPath } from 'node:url';
import { RENDER_FILE } from '../contracts/rendering.ts';
import { readConfig } from '../engine/config.ts';
import { createLogger } from '../engine/logger.ts';
import { declareMetrics } from '../engine/metrics.ts';
import { runProcess } from '../engine/process.ts';
import { startRenderServer } from './server.ts';

const config = readConfig();
const role = 'renderer';
const index = config.TRUNKLINE_INDEX;
const logger = createLogger({ role, index, level: config.LOG_LEVEL });

await runProcess({
  role,
  index,
  logger,
  probePort: config.PROBE_PORT,
  async start() {
    if (!config.RENDERER_PORT) throw new Error('The renderer needs RENDERER_PORT.');
    declareMetrics(role);
    const server = await startRenderServer({
      port: config.RENDERER_PORT,
      host: config.LISTEN_HOST,
      apiUrl: `http://${config.API_HOST}:${config.API_PORT}`,
      // Beside this file in the bundle.
      bundleFile: fileURLToPath(new URL(RENDER_FILE, import.meta.url)),
      timeZone: config.TIME_ZONE,
      logger,
      // Not caught by anybody: logged, and the end of the process.
      onStuck(error) {
        throw error;
      },
    });
    logger.info({ port: server.port }, 'renderer listens');
    return {
      async stop() {
        await server.stop();
        await telemetry.stop();
      },
    };
  },
});
