// What delivery workers of tests are made of, in this process or in one of their own.

import { pino } from 'pino';
import type { DeliveryProvider, Render } from '../../src/engine/delivery-provider.ts';
import { createSmtpProvider } from '../../src/engine/providers/smtp.ts';
import { createWhatsappGateway } from '../../src/engine/providers/whatsapp-gateway.ts';

export const testLogger = pino({ level: 'silent' });
export const providerToken = 'test-token';

export function smtp(port: number): DeliveryProvider {
  return createSmtpProvider({ host: '127.0.0.1', port, from: 'portal@example.net', domain: 'example.net' });
}

export function whatsapp(port: number): DeliveryProvider {
  return createWhatsappGateway({ baseUrl: `http://127.0.0.1:${port}`, token: providerToken });
}

export const render: Render = async (delivery) => ({
  to: delivery.channel === 'email' ? `${delivery.recipient.id}@example.net` : `+62-${delivery.recipient.id}`,
  subject: 'A word',
  text: `Hello ${delivery.id}`,
});
