/** The delivery providers of this process, from its settings: a real server, the local provider, or none. */
import type { Config } from '../contracts/generic/config.ts';
import {
  CHANNEL_OFF,
  channelPlaces,
  type ProviderChannel,
  phoneNumberIdOf,
  usesLocalProvider,
} from '../engine/channels.ts';
import type { DeliveryProvider, Render } from '../engine/delivery-provider.ts';
import { createSmtpProvider } from '../engine/providers/smtp.ts';
import { createWebPushProvider } from '../engine/providers/web-push.ts';
import { createWebhookProvider } from '../engine/providers/webhook-http.ts';
import { createWhatsappCloud } from '../engine/providers/whatsapp-cloud.ts';
import { createWhatsappGateway } from '../engine/providers/whatsapp-gateway.ts';

export interface Outlet {
  readonly provider: DeliveryProvider;
  /** How messages of this channel are made; of one that is off, none is. */
  readonly render: Render;
  /** Calls that all workers together make at most. */
  readonly perSecond: number;
}

const PER_SECOND = 500;
/** What Meta takes from one number unless it was given more; beyond that every call is a 130429. */
const CLOUD_PER_SECOND = 80;

export type Providers = Readonly<Record<ProviderChannel | 'webhook' | 'push', Outlet>>;

type Make = Readonly<Record<'set' | 'local', (config: Config) => DeliveryProvider>>;

const makers: Readonly<Record<ProviderChannel, Make>> = {
  email: { set: realSmtp, local: localSmtp },
  whatsapp: { set: realWhatsapp, local: localWhatsapp },
};

export interface Renders {
  readonly render: Render;
  readonly renderWebhook: Render;
  /** Undefined where push is off. */
  readonly renderPush: Render | undefined;
}

/** @throws when a setting is missing: a worker that could deliver nothing must not look healthy */
export function createProviders(config: Config, { render, renderWebhook, renderPush }: Renders): Providers {
  const places = channelPlaces(config);
  const outlet = (channel: ProviderChannel, perSecond: number): Outlet => {
    const place = places[channel];
    return place === 'off' ? off(channel) : { provider: makers[channel][place](config), render, perSecond };
  };
  return {
    email: outlet('email', PER_SECOND),
    whatsapp: outlet('whatsapp', config.WHATSAPP_ADAPTER === 'cloud' ? CLOUD_PER_SECOND : PER_SECOND),
    webhook: {
      provider: createWebhookProvider({ reach: config.WEBHOOK_ADDRESSES ?? 'public' }),
      render: renderWebhook,
      perSecond: PER_SECOND,
    },
    push: renderPush ? { provider: webPush(config), render: renderPush, perSecond: PER_SECOND } : off('push'),
  };
}

export function outletOf(providers: Providers, channel: string): Outlet {
  if (channel === 'email' || channel === 'webhook' || channel === 'push') return providers[channel];
  return providers.whatsapp;
}

function realSmtp({ SMTP_URL, SMTP_USER, SMTP_PASSWORD, SMTP_FROM, SMTP_TLS }: Config): DeliveryProvider {
  const url = new URL(required('SMTP_URL', SMTP_URL));
  const from = required('SMTP_FROM', SMTP_FROM);
  const user = SMTP_USER ?? decodeURIComponent(url.username);
  const pass = SMTP_PASSWORD ?? decodeURIComponent(url.password);
  const secure = url.protocol === 'smtps:';
  return createSmtpProvider({
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    startTls: SMTP_TLS,
    from,
    domain: /@([^\s>]+)>?$/.exec(from)?.[1] ?? url.hostname,
    ...(user ? { auth: { user, pass } } : {}),
  });
}

function realWhatsapp(config: Config): DeliveryProvider {
  const baseUrl = required('WHATSAPP_URL', config.WHATSAPP_URL);
  return whatsapp(config, baseUrl, required('WHATSAPP_TOKEN', config.WHATSAPP_TOKEN));
}

/** The one of the two adapters that the settings name. */
function whatsapp(config: Config, baseUrl: string, token: string): DeliveryProvider {
  const { WHATSAPP_ADAPTER, WHATSAPP_API_VERSION: version, WHATSAPP_REPORT_URL: reportUrl } = config;
  return WHATSAPP_ADAPTER === 'cloud'
    ? createWhatsappCloud({ baseUrl, token, version, phoneNumberId: phoneNumberIdOf(config) })
    : createWhatsappGateway({ baseUrl, token, reportUrl });
}

function localSmtp({ PROVIDER_HOST, PROVIDER_SMTP_PORT }: Config): DeliveryProvider {
  return createSmtpProvider({
    host: PROVIDER_HOST,
    port: required('PROVIDER_SMTP_PORT', PROVIDER_SMTP_PORT),
    from: 'Trunkline <noreply@trunkline.example>',
    domain: 'trunkline.example',
  });
}

function localWhatsapp(config: Config): DeliveryProvider {
  const port = required('PROVIDER_HTTP_PORT', config.PROVIDER_HTTP_PORT);
  const token = required('PROVIDER_TOKEN', config.PROVIDER_TOKEN);
  return whatsapp(config, `http://${config.PROVIDER_HOST}:${port}`, token);
}

/** Browsers name their services themselves; the local provider is one of them where it runs. */
function webPush(config: Config): DeliveryProvider {
  const { PUSH_ADDRESSES: addresses, PROVIDER_HOST, PROVIDER_HTTP_PORT } = config;
  const isLocal = usesLocalProvider(config) && PROVIDER_HTTP_PORT !== undefined;
  return createWebPushProvider({
    addresses,
    localUrl: isLocal ? `http://${PROVIDER_HOST}:${PROVIDER_HTTP_PORT}` : undefined,
  });
}

/** `none` stands in the ledger's attempts; never called, because nothing is rendered for it. */
function off(channel: ProviderChannel | 'push'): Outlet {
  const provider: DeliveryProvider = {
    name: 'none',
    idempotent: true,
    send: () => Promise.reject(new Error(`The channel ${channel} is off`)),
    stop: async () => undefined,
  };
  return { provider, render: async () => ({ suppressed: CHANNEL_OFF }), perSecond: PER_SECOND };
}

function required<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`A worker needs ${name} to deliver messages.`);
  return value;
}
