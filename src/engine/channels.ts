/**
 * Where the messages of each channel go, as the settings say: to a real server, to the local provider, or nowhere.
 *
 * The local provider stands in wherever no real server is set, except in production: there it has to be named
 * (PROVIDER_SMTP_PORT, PROVIDER_HTTP_PORT), as the compose file does; else the channel is off, its messages are
 * `suppressed` with the reason `channel_off`, and the start says so.
 */
import type { Config } from '../contracts/generic/config.ts';

export type ChannelPlace = 'set' | 'local' | 'off';
export type ProviderChannel = 'email' | 'whatsapp';

type Settings = Pick<
  Config,
  'NODE_ENV' | 'SMTP_URL' | 'WHATSAPP_URL' | 'PROVIDER_SMTP_PORT' | 'PROVIDER_HTTP_PORT'
>;

/** The reason in the ledger. */
export const CHANNEL_OFF = 'channel_off';

export const channelSettings: Readonly<Record<ProviderChannel, 'SMTP_URL' | 'WHATSAPP_URL'>> = {
  email: 'SMTP_URL',
  whatsapp: 'WHATSAPP_URL',
};

export function channelPlaces(config: Settings): Readonly<Record<ProviderChannel, ChannelPlace>> {
  const without = (port: number | undefined): ChannelPlace =>
    config.NODE_ENV === 'production' && port === undefined ? 'off' : 'local';
  return {
    email: config.SMTP_URL ? 'set' : without(config.PROVIDER_SMTP_PORT),
    whatsapp: config.WHATSAPP_URL ? 'set' : without(config.PROVIDER_HTTP_PORT),
  };
}

export function usesLocalProvider(config: Settings): boolean {
  return Object.values(channelPlaces(config)).includes('local');
}
