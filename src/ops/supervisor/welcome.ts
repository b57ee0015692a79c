// The last words of a start: where to look, and who may sign in.

import type { Config } from '../../contracts/generic/config.ts';

type Welcome = {
  readonly config: Config;
  readonly dataDir: string;
  readonly seconds: number;
  readonly hasDemoData: boolean;
};

const demoUsers = [
  ...['admin', 'manager', 'noc', 'supervisor', 'customer_service'],
  ...['technician', 'technician2', 'customer', 'customer2'],
];

export function welcome({ config, dataDir, seconds, hasDemoData }: Welcome): string {
  const api = `http://127.0.0.1:${config.API_PORT}`;
  const lines = [
    '',
    `Trunkline is ready after ${seconds.toFixed(1)} s`,
    '',
    `  API         ${api}            (docs: ${api}/docs, health: ${api}/readyz, metrics: ${api}/metrics)`,
    `  Realtime    http://127.0.0.1:${config.REALTIME_PORT}`,
    `  Queues      ${api}/admin/queues   (admin)`,
    config.OTEL_EXPORTER_OTLP_ENDPOINT
      ? `  Traces      sent to ${config.OTEL_EXPORTER_OTLP_ENDPOINT}`
      : `  Traces      ${api}/ops/traces`,
    `  Outbox      ${api}/ops/outbox     (what e-mail and WhatsApp would have sent)`,
    `  Processes   npm run ctl -- list | logs [role] | restart <role> | scale api 16 | monitor | stop`,
    `  Data, logs  ${dataDir}`,
    '',
    ...(hasDemoData
      ? [
          `  Demo sign-ins (password trunkline-demo): ${demoUsers.slice(0, 5).join(', ')},`,
          `  ${demoUsers.slice(5).join(', ')}`,
          ...(config.NODE_ENV === 'production'
            ? [
                '  WARNING: this database was filled by a start without NODE_ENV=production, and everybody knows these',
                '  passwords. Use another database (DATABASE_URL) or data folder (DATA_DIR) for production.',
              ]
            : ['  One click from end to end: npm run demo:click']),
        ]
      : [`  Demo sign-ins: none, because a start with NODE_ENV=${config.NODE_ENV} loads no demo data`]),
    '',
  ];
  return lines.join('\n');
}
