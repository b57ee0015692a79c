/** The words about answers by WhatsApp, to customer service. */
import { template } from './template.ts';

export const replyTemplates = {
  'reply.customer': template([], {
    notice: {
      id: { subject: 'Pelanggan membalas lewat WhatsApp', text: 'Balasannya ada di catatan pelanggan.' },
      en: { subject: 'A customer answered by WhatsApp', text: 'The words are among the customer’s notes.' },
    },
  }),
  'reply.applicant': template([], {
    notice: {
      id: {
        subject: 'Pendaftar membalas lewat WhatsApp',
        text: 'Balasannya ada di halaman Balasan WhatsApp.',
      },
      en: {
        subject: 'An applicant answered by WhatsApp',
        text: 'The words are on the page WhatsApp answers.',
      },
    },
  }),
  'reply.unknown': template([], {
    notice: {
      id: {
        subject: 'Balasan WhatsApp dari nomor tidak dikenal',
        text: 'Balasannya ada di halaman Balasan WhatsApp.',
      },
      en: {
        subject: 'An answer by WhatsApp from an unknown number',
        text: 'The words are on the page WhatsApp answers.',
      },
    },
  }),
};
