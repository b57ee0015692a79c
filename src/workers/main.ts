// Placeholder of the worker process: it starts and ends in order.

import { readConfig } from '../engine/config.ts';
import { createLogger } from '../engine/logger.ts';
import { runProcess } from '../engine/process.ts';

const config = readConfig();
const role = 'worker';
const index = config.TRUNKLINE_INDEX;
const logger = createLogger({ role, index, level: config.LOG_LEVEL });

await runProcess({ role, index, logger, start: async () => ({ stop: async () => undefined }) });
