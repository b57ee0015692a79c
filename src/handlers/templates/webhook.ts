/** The words about webhooks, to administrators. */
import { template } from './template.ts';

export const webhookTemplates = {
  'webhook.failing': template(['host'], {
    notice: {
      id: {
        subject: 'Webhook ke {host} dinonaktifkan',
        text: 'Penerima terus gagal. Aktifkan lagi setelah diperbaiki, lalu pulihkan yang terlewat.',
      },
      en: {
        subject: 'The webhook to {host} is disabled',
        text: 'Its receiver fails persistently. Enable it when it is mended, then recover what it missed.',
      },
    },
  }),
  'webhook.gone': template(['host'], {
    notice: {
      id: {
        subject: 'Webhook ke {host} dinonaktifkan',
        text: 'Penerima menjawab 410: tidak mau menerima lagi.',
      },
      en: {
        subject: 'The webhook to {host} is disabled',
        text: 'Its receiver answered 410: it wants no more.',
      },
    },
  }),
};
