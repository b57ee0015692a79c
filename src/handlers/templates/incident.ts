/** The words about incidents, to administrators and the NOC. `subject`: a provider, a handler, or what is late. */
import { template } from './template.ts';

export const incidentTemplates = {
  'incident.provider_down': template(['subject'], {
    inApp: {
      id: {
        subject: 'Penyedia {subject} tidak dapat dihubungi',
        text: 'Pesan menunggu dan dikirim setelah penyedia pulih.',
      },
      en: {
        subject: 'The provider {subject} is down',
        text: 'Messages wait, and are sent when it is back.',
      },
    },
  }),
  'incident.provider_up': template(['subject', 'openedAt'], {
    inApp: {
      id: { subject: 'Penyedia {subject} pulih', text: 'Terganggu sejak {openedAt}.' },
      en: { subject: 'The provider {subject} is back', text: 'It was down since {openedAt}.' },
    },
  }),
  'incident.messages_failed': template(['subject', 'count'], {
    inApp: {
      id: {
        subject: 'Pesan lewat {subject} gagal terkirim',
        text: '{count} pesan sejauh ini. Kirim ulang atau buang.',
      },
      en: {
        subject: 'Messages by {subject} failed for good',
        text: '{count} so far. Replay or discard them.',
      },
    },
  }),
  'incident.handler_failed': template(['subject', 'count'], {
    inApp: {
      id: {
        subject: 'Pekerjaan {subject} gagal',
        text: '{count} kejadian sejauh ini. Perbaiki sebabnya, lalu jalankan ulang.',
      },
      en: {
        subject: 'The handler {subject} gave up',
        text: '{count} events so far. Mend the cause, then replay them.',
      },
    },
  }),
  'incident.late': template(['subject', 'ageSeconds'], {
    inApp: {
      id: { subject: 'Terlambat: {subject}', text: 'Yang tertua menunggu {ageSeconds} detik.' },
      en: { subject: 'Late: {subject}', text: 'The oldest has been waiting for {ageSeconds} seconds.' },
    },
  }),
  'incident.on_time': template(['subject', 'openedAt'], {
    inApp: {
      id: { subject: 'Tepat waktu lagi: {subject}', text: 'Terlambat sejak {openedAt}.' },
      en: { subject: 'On time again: {subject}', text: 'It was late since {openedAt}.' },
    },
  }),
};
