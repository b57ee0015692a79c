// The last words of a start: where to look, and who may sign in.

import type { Config } from '../../contracts/generic/config.ts';
import { channelPlaces, channelSettings, usesLocalProvider } from '../../engine/channels.ts';
import { vapidSubject } from '../../engine/vapid.ts';

type Welcome = {
  readonly config: Config;
  readonly dataDir: string;
  readonly seconds: number;
  readonly hasDemoData: boolean;
  readonly hasUsers: boolean;
};

const demoUsers = [
  ...['admin', 'manager', 'noc', 'supervisor', 'customer_service'],
  ...['technician', 'technician2', 'customer', 'customer2'],
];

/** Whoever tries things on one machine has their receivers there; who is asked for from outside has none. */
export function webhookAddresses({ NODE_ENV, WEBHOOK_ADDRESSES }: Config): 'public' | 'loopback' | 'any' {
  return WEBHOOK_ADDRESSES ?? (NODE_ENV === 'development' ? 'loopback' : 'public');
}

const webhookWords = {
  public: 'to public https addresses only',
  loopback: 'to public https addresses, and to this machine because NODE_ENV=development',
  any: 'to any address, those of your own network too (WEBHOOK_ADDRESSES=any)',
} as const;

export function welcome({ config, dataDir, seconds, hasDemoData, hasUsers }: Welcome): string {
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
    ...outlets(config, api),
    `  Webhooks    ${webhookWords[webhookAddresses(config)]}`,
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
    ...(hasUsers
      ? []
      : ['  Nobody can sign in yet. Make the first administrator: npm run ctl -- create-admin <username>']),
    '',
  ];
  return lines.join('\n');
}

/** Where messages go; what goes nowhere is said in full. */
function outlets(config: Config, api: string): string[] {
  const names = { email: 'E-mail', whatsapp: 'WhatsApp' } as const;
  const places = channelPlaces(config);
  const channels = Object.keys(names) as (keyof typeof names)[];
  const local = channels.filter((channel) => places[channel] === 'local').map((channel) => names[channel]);
  return [
    ...(usesLocalProvider(config)
      ? [`  Outbox      ${api}/ops/outbox     (what ${local.join(' and ')} would have sent)`]
      : []),
    ...channels.flatMap((channel) => {
      const setting = channelSettings[channel];
      if (places[channel] === 'set')
        return [`  ${names[channel].padEnd(12)}by ${new URL(config[setting] ?? '').host}`];
      return places[channel] === 'off'
        ? [
            `  ${names[channel].padEnd(12)}OFF: ${setting} is not set; its messages are suppressed (channel_off)`,
          ]
        : [];
    }),
    ...(vapidSubject(config)
      ? []
      : [
          '  Push        OFF: set VAPID_SUBJECT, or PUBLIC_URL with https; its messages are suppressed (channel_off)',
        ]),
  ];
}
