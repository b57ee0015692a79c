// The local message provider: SMTP, the WhatsApp gateway's HTTP and Meta's Cloud API, on the loopback address unless told otherwise, one mailroom behind both.
// It stands where real providers stand in production, so the platform's delivery code runs unchanged against it.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { metricText } from '../../engine/metric-text.ts';
import { startHttp } from '../http.ts';
import { createCloudHooks } from './cloud.ts';
import { handleProviderHttp } from './control.ts';
import { type Mailroom, startMailroom } from './mailroom.ts';
import type { OutboxLimits } from './outbox.ts';
import type { Portal } from './replies.ts';
import { createReports } from './reports.ts';
import { type SmtpDoor, startSmtp } from './smtp.ts';

export type ProviderOptions = {
  smtpPort: number;
  httpPort: number;
  host?: string;
  token: string;
  dataDir: string;
  onError: (error: unknown) => void;
  /** Who hears of statuses and answers. Without it the Cloud API tells nobody, and the gateway who asks for it. */
  portal?: Portal | undefined;
  smtpDoor?: SmtpDoor;
  hangMs?: number;
  limits?: OutboxLimits;
  rotateBytes?: number;
};

export type Provider = {
  smtpPort: number;
  httpPort: number;
  mailroom: Mailroom;
  metrics(): string;
  stop(): Promise<void>;
};

const HANG_MS = 5_000;
const REPORT_DELAY_MS = 200;

export async function startProvider(options: ProviderOptions): Promise<Provider> {
  const stopping = new AbortController();
  const now = () => new Date();
  const mailroom = await startMailroom({
    journalPath: join(options.dataDir, 'provider', 'messages.jsonl'),
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.rotateBytes ? { rotateBytes: options.rotateBytes } : {}),
  });
  const { portal, token } = options;
  const newId = () => randomUUID();
  const reports = createReports({ delayMs: REPORT_DELAY_MS, now });
  const deps = {
    mailroom,
    reports,
    token,
    cloudHooks:
      portal?.adapter === 'cloud' ? createCloudHooks({ ...portal, secret: token, newId }) : undefined,
    newId,
    now,
    // A stop ends every wait early: slow and dropped requests do not hold the process.
    wait: (ms: number) =>
      ms === 0 ? Promise.resolve() : sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined),
    hangMs: options.hangMs ?? HANG_MS,
    onError: options.onError,
  };
  const smtp = await startSmtp(deps, { port: options.smtpPort, host: options.host, door: options.smtpDoor });
  const http = await startHttp({
    port: options.httpPort,
    host: options.host,
    maxConnections: 1_000,
    handle: handleProviderHttp(deps, portal),
    onError: options.onError,
  }).catch(async (error: unknown) => {
    await smtp.stop();
    throw error;
  });

  return {
    smtpPort: smtp.port,
    httpPort: http.port,
    mailroom,
    metrics() {
      const { sent, failed, dropped } = reports.counts();
      return (
        metricText('providerMessages', [[{}, mailroom.outbox.size().messages]]) +
        metricText('providerReports', [
          [{ outcome: 'sent' }, sent],
          [{ outcome: 'failed' }, failed],
          [{ outcome: 'dropped' }, dropped],
        ])
      );
    },
    async stop() {
      stopping.abort();
      await Promise.all([http.stop(), smtp.stop(), reports.stop()]);
      await mailroom.stop();
    },
  };
}
