// The process `trunkline:provider`: stands in for e-mail and WhatsApp providers on a machine that has none.

import { phoneNumberIdOf } from '../../engine/channels.ts';
import { readConfig } from '../../engine/config.ts';
import { createLogger } from '../../engine/logger.ts';
import { runProcess } from '../../engine/process.ts';
import { type Provider, startProvider } from './provider.ts';

const config = readConfig();
const logger = createLogger({ role: 'provider', index: config.TRUNKLINE_INDEX, level: config.LOG_LEVEL });
let provider: Provider | undefined;

await runProcess({
  role: 'provider',
  index: 0,
  logger,
  probePort: config.PROBE_PORT,
  metrics: async () => provider?.metrics() ?? '',
  async start() {
    const { PROVIDER_SMTP_PORT, PROVIDER_HTTP_PORT, PROVIDER_TOKEN, DATA_DIR, WHATSAPP_REPORT_URL } = config;
    if (!PROVIDER_SMTP_PORT || !PROVIDER_HTTP_PORT || !PROVIDER_TOKEN) {
      throw new Error('The local provider needs PROVIDER_SMTP_PORT, PROVIDER_HTTP_PORT and PROVIDER_TOKEN.');
    }
    provider = await startProvider({
      smtpPort: PROVIDER_SMTP_PORT,
      httpPort: PROVIDER_HTTP_PORT,
      host: config.LISTEN_HOST,
      token: PROVIDER_TOKEN,
      dataDir: DATA_DIR,
      portal: WHATSAPP_REPORT_URL
        ? {
            adapter: config.WHATSAPP_ADAPTER,
            url: WHATSAPP_REPORT_URL,
            phoneNumberId: phoneNumberIdOf(config),
            verifyToken: config.WHATSAPP_VERIFY_TOKEN ?? PROVIDER_TOKEN,
          }
        : undefined,
      onError: (error) => logger.error({ err: error }, 'provider'),
    });
    logger.info({ smtpPort: provider.smtpPort, httpPort: provider.httpPort }, 'local provider listens');
    return provider;
  },
});
