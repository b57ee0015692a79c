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

/** Whether WhatsApp groups are reached: Meta's Cloud API has no ordinary ones. */
export function reachesGroups({ WHATSAPP_ADAPTER }: Pick<Config, 'WHATSAPP_ADAPTER'>): boolean {
  return WHATSAPP_ADAPTER === 'gateway';
}

/** Meta's id of our number; any does where the local provider stands in. */
export function phoneNumberIdOf({
  WHATSAPP_PHONE_NUMBER_ID,
}: Pick<Config, 'WHATSAPP_PHONE_NUMBER_ID'>): string {
  return WHATSAPP_PHONE_NUMBER_ID ?? '100000000000001';
}

type HookSettings = Settings &
  Pick<Config, 'WHATSAPP_HOOK_SECRET' | 'WHATSAPP_VERIFY_TOKEN' | 'PROVIDER_TOKEN'>;

/** What WhatsApp's webhook is believed by. The local provider's token counts only where it stands in. */
export function whatsappHookSecrets(config: HookSettings): {
  readonly secret: string | undefined;
  readonly verifyToken: string | undefined;
} {
  const local = channelPlaces(config).whatsapp === 'local' ? config.PROVIDER_TOKEN : undefined;
  return {
    secret: config.WHATSAPP_HOOK_SECRET ?? local,
    verifyToken: config.WHATSAPP_VERIFY_TOKEN ?? local,
  };
}
