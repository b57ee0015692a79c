// The local message provider: SMTP and the WhatsApp gateway's HTTP, on the loopback address unless told otherwise, one mailroom behind both.
// It stands where real providers stand in production, so the platform's delivery code runs unchanged against it.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { metricText } from '../../engine/metric-text.ts';
import { startHttp } from '../http.ts';
import { handleProviderHttp } from './control.ts';
import { type Mailroom, startMailroom } from './mailroom.ts';
import type { OutboxLimits } from './outbox.ts';
import { createReports } from './reports.ts';
import { type SmtpDoor, startSmtp } from './smtp.ts';

export type ProviderOptions = {
  smtpPort: number;
  httpPort: number;
  host?: string;
  token: string;
  dataDir: string;
  onError: (error: unknown) => void;
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
  const reports = createReports({ token: options.token, delayMs: REPORT_DELAY_MS, now });
  const deps = {
    mailroom,
    reports,
    newId: () => randomUUID(),
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
    handle: handleProviderHttp(deps, options.token),
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
