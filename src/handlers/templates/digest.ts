/** The words around what a digest gathered; `items` is a line for each notice. */
import { template } from './template.ts';

export const digestTemplates = {
  'digest.bundle': template(['count', 'digestPeriod'], {
    message: {
      id: {
        subject: 'Ringkasan: {count} pemberitahuan',
        text: 'Halo {recipientName}, ini yang terjadi:\n\n{items}',
      },
      en: {
        subject: 'Digest: {count} notices',
        text: 'Hello {recipientName}, this is what happened:\n\n{items}',
      },
    },
    // On a screen that is locked their number is enough.
    notice: {
      id: { subject: '{count} pemberitahuan baru', text: 'Buka kotak masuk untuk membacanya.' },
      en: {
        subject: '{count, plural, one {# new notice} other {# new notices}}',
        text: 'They are in your inbox.',
      },
    },
  }),
} as const;
