/** The delivery providers of this process, from its settings: the local provider's SMTP and HTTP. */
import type { Config } from '../contracts/generic/config.ts';
import type { DeliveryProvider } from '../engine/delivery-provider.ts';
import { createSmtpProvider } from '../engine/providers/smtp.ts';
import { createWhatsappProvider } from '../engine/providers/whatsapp-http.ts';

export interface Providers {
  readonly email: DeliveryProvider;
  readonly whatsapp: DeliveryProvider;
}

/** @throws when a setting is missing: a worker that could deliver nothing must not look healthy */
export function createProviders(config: Config): Providers {
  const { PROVIDER_SMTP_PORT: smtp, PROVIDER_HTTP_PORT: http, PROVIDER_TOKEN: token } = config;
  if (!smtp || !http || !token) {
    throw new Error(
      'A worker needs PROVIDER_SMTP_PORT, PROVIDER_HTTP_PORT and PROVIDER_TOKEN to deliver messages.',
    );
  }
  return {
    email: createSmtpProvider({
      host: '127.0.0.1',
      port: smtp,
      from: 'Trunkline <noreply@trunkline.example>',
      domain: 'trunkline.example',
    }),
    whatsapp: createWhatsappProvider({ baseUrl: `http://127.0.0.1:${http}`, token }),
  };
}
