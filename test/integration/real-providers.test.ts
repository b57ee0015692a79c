// The settings of real servers, tried against the local provider with a door like theirs: sign-in, encryption, token.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { whatsappHookSecrets } from '../../src/engine/channels.ts';
import { readConfig } from '../../src/engine/config.ts';
import {
  type DeliveryProvider,
  RetryableDeliveryError,
  type SendOptions,
  withoutAddresses,
} from '../../src/engine/delivery-provider.ts';
import { createSmtpProvider } from '../../src/engine/providers/smtp.ts';
import { type Provider, startProvider } from '../../src/ops/provider/provider.ts';
import type { SmtpDoor } from '../../src/ops/provider/smtp.ts';
import { createProviders, type Providers } from '../../src/workers/providers.ts';

const token = 'a-token-of-the-gateway';
const auth = { user: 'portal@example.net', password: 'p@ss/word: with "all"' };
const message = { to: 'siti@example.org', subject: 'A word', text: 'Hello' };

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function server(smtpDoor: SmtpDoor): Promise<Provider> {
  const dataDir = mkdtempSync(join(tmpdir(), 'real-provider-'));
  const provider = await startProvider({
    smtpPort: 0,
    httpPort: 0,
    token,
    dataDir,
    smtpDoor,
    onError: () => undefined,
  });
  stops.push(
    () => rmSync(dataDir, { recursive: true }),
    () => provider.stop(),
  );
  return provider;
}

function providersOf(env: Record<string, string>): Providers {
  const render = async () => message;
  const made = createProviders(readConfig({ NODE_ENV: 'production', ...env }), {
    render,
    renderWebhook: render,
    renderPush: undefined,
  });
  for (const { provider } of Object.values(made)) stops.push(() => provider.stop());
  return made;
}

const options = (channel: string): SendOptions => ({
  idempotencyKey: 'delivery-1',
  channel,
  traceparent: undefined,
  signal: AbortSignal.timeout(5_000),
  onWritten: async () => undefined,
});

/** How a refusal would read in the ledger and in a log. */
async function refusalOf(provider: DeliveryProvider): Promise<string> {
  const error: unknown = await provider.send(message, options('email')).then(
    () => 'sent',
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(RetryableDeliveryError);
  expect(error).toMatchObject({ providerDown: true });
  const shown = `${(error as RetryableDeliveryError).code} ${JSON.stringify(error)} ${(error as Error).stack}`;
  expect(shown).not.toContain(auth.password);
  return shown;
}

const smtpEnv = (port: number) => ({
  SMTP_URL: `smtp://127.0.0.1:${port}`,
  SMTP_USER: auth.user,
  SMTP_PASSWORD: auth.password,
  SMTP_FROM: 'Trunkline <noreply@example.net>',
});

describe('a mail server of the settings', () => {
  it('is signed in to, and gets mail from the sender of the settings', async () => {
    const provider = await server({ auth });
    const { email } = providersOf({ ...smtpEnv(provider.smtpPort), SMTP_TLS: 'off' });
    await email.provider.send(message, options('email'));
    expect(provider.mailroom.outbox.list({ limit: 10 }).data).toMatchObject([
      { to: [message.to], from: 'Trunkline <noreply@example.net>', messageId: '<delivery-1@example.net>' },
    ]);
  });

  it('is signed in to with what stands in the URL', async () => {
    const provider = await server({ auth });
    const secret = `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.password)}`;
    const { email } = providersOf({
      SMTP_URL: `smtp://${secret}@127.0.0.1:${provider.smtpPort}`,
      SMTP_FROM: 'noreply@example.net',
      SMTP_TLS: 'off',
    });
    await email.provider.send(message, options('email'));
    expect(provider.mailroom.outbox.size().messages).toBe(1);
  });

  it('that refuses the sign-in counts as down, and nobody is told the password', async () => {
    const provider = await server({ auth: { ...auth, password: 'another' } });
    const { email } = providersOf({ ...smtpEnv(provider.smtpPort), SMTP_TLS: 'off' });
    expect(await refusalOf(email.provider)).toContain('smtp_535');
    expect(provider.mailroom.outbox.size().messages).toBe(0);
  });

  it('that asks for a sign-in which the settings do not have counts as down: no message is given up', async () => {
    const provider = await server({ auth });
    const { SMTP_URL, SMTP_FROM } = smtpEnv(provider.smtpPort);
    const { email } = providersOf({ SMTP_URL, SMTP_FROM, SMTP_TLS: 'off' });
    expect(await refusalOf(email.provider)).toContain('smtp_530');
  });

  it('that cannot encrypt is told nothing unless the settings allow it', async () => {
    const provider = await server({ auth });
    const { email } = providersOf(smtpEnv(provider.smtpPort));
    await refusalOf(email.provider);
    expect(provider.mailroom.outbox.size().messages).toBe(0);
  });

  it('whose certificate nobody vouches for is told nothing', async () => {
    const provider = await server({ auth, tls: true });
    const { email } = providersOf(smtpEnv(provider.smtpPort));
    await refusalOf(email.provider);
    expect(provider.mailroom.outbox.size().messages).toBe(0);
  });

  it.skipIf(!hasOpenssl())('is trusted with a certificate that somebody vouches for', async () => {
    const tls = makeCertificate();
    const provider = await server({ auth, tls });
    const email = createSmtpProvider({
      host: 'localhost',
      port: provider.smtpPort,
      startTls: 'required',
      ca: tls.cert,
      from: 'noreply@example.net',
      domain: 'example.net',
      auth: { user: auth.user, pass: auth.password },
    });
    stops.push(() => email.stop());
    await email.send(message, options('email'));
    expect(provider.mailroom.outbox.size().messages).toBe(1);
  });
});

describe('a WhatsApp gateway of the settings', () => {
  it('gets messages with its token, and none without', async () => {
    const provider = await server({});
    const url = `http://127.0.0.1:${provider.httpPort}`;
    const known = providersOf({ WHATSAPP_URL: url, WHATSAPP_TOKEN: token });
    await known.whatsapp.provider.send({ ...message, to: '628123' }, options('whatsapp'));
    expect(provider.mailroom.outbox.size().messages).toBe(1);
    const stranger = providersOf({ WHATSAPP_URL: url, WHATSAPP_TOKEN: 'another-token' });
    const refused = stranger.whatsapp.provider.send({ ...message, to: '628123' }, options('whatsapp'));
    await expect(refused).rejects.toMatchObject({ code: 'http_401', providerDown: true });
    expect(provider.mailroom.outbox.size().messages).toBe(1);
  });
});

describe('the adapter of the settings', () => {
  const cloud = { WHATSAPP_ADAPTER: 'cloud', WHATSAPP_TOKEN: token };

  it('is the one that is spoken, with a real server and with the local provider', async () => {
    const provider = await server({});
    const real = { ...cloud, WHATSAPP_URL: `http://127.0.0.1:${provider.httpPort}` };
    const local = { PROVIDER_SMTP_PORT: '2525', PROVIDER_HTTP_PORT: String(provider.httpPort) };
    for (const env of [
      { ...real, WHATSAPP_PHONE_NUMBER_ID: '106540352242922' },
      { ...cloud, ...local, PROVIDER_TOKEN: token },
    ]) {
      const { whatsapp } = providersOf(env);
      expect(whatsapp).toMatchObject({ provider: { name: 'whatsapp-cloud' }, perSecond: 80 });
      const sent = await whatsapp.provider.send({ ...message, to: '628123' }, options('whatsapp'));
      expect(sent.providerMessageId).toMatch(/^wamid\./);
    }
    expect(() => readConfig(real)).toThrow(/WHATSAPP_PHONE_NUMBER_ID is not/);
    expect(provider.mailroom.outbox.size().messages).toBe(2);
  });

  it('believes the local provider only where it stands in', () => {
    const local = { PROVIDER_HTTP_PORT: '2580', PROVIDER_TOKEN: 'of-the-local-provider' };
    expect(whatsappHookSecrets(readConfig(local)).secret).toBe('of-the-local-provider');
    const real = { ...local, WHATSAPP_URL: 'https://gateway.example.net', WHATSAPP_TOKEN: token };
    expect(whatsappHookSecrets(readConfig(real))).toEqual({ secret: undefined, verifyToken: undefined });
  });
});

describe('a channel without a server', () => {
  const delivery = {} as Parameters<Providers['email']['render']>[0];

  it('goes to the local provider, and in production nowhere, with a reason', async () => {
    const { email, whatsapp } = providersOf({});
    for (const { provider, render } of [email, whatsapp]) {
      expect(provider.name).toBe('none');
      expect(await render(delivery)).toEqual({ suppressed: 'channel_off' });
    }
    const local = { PROVIDER_SMTP_PORT: '2525', PROVIDER_HTTP_PORT: '2580', PROVIDER_TOKEN: token };
    for (const made of [providersOf({ ...local, NODE_ENV: 'development' }), providersOf(local)]) {
      expect([made.email.provider.name, made.whatsapp.provider.name]).toEqual(['smtp', 'whatsapp']);
      expect(await made.email.render(delivery)).toBe(message);
    }
  });

  it('is off by itself: the other one goes on', async () => {
    const made = providersOf({ WHATSAPP_URL: 'https://gateway.example.net', WHATSAPP_TOKEN: token });
    expect([made.email.provider.name, made.whatsapp.provider.name]).toEqual(['none', 'whatsapp']);
  });
});

describe('the errors of providers', () => {
  it('name no address', () => {
    expect(withoutAddresses('550 <siti@example.org> unknown')).toBe('550 <[address]> unknown');
  });
});

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
}

function makeCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  );
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}
