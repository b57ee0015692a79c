/** The words about incidents, to administrators and the NOC. `subject`: a provider, a handler, or what is late. */
import { template } from './template.ts';

export const incidentTemplates = {
  'incident.provider_down': template(['subject'], {
    notice: {
      id: {
        subject: 'Penyedia {subject} tidak dapat dihubungi',
        text: 'Pesan menunggu dan dikirim setelah penyedia pulih.',
      },
      en: { subject: 'The provider {subject} is down', text: 'Messages wait, and are sent when it is back.' },
    },
  }),
  'incident.provider_up': template(['subject', 'openedAt'], {
    notice: {
      id: { subject: 'Penyedia {subject} pulih', text: 'Terganggu sejak {openedAt}.' },
      en: { subject: 'The provider {subject} is back', text: 'It was down since {openedAt}.' },
    },
  }),
  'incident.messages_failed': template(['subject', 'count'], {
    notice: {
      id: {
        subject: 'Pesan lewat {subject} gagal terkirim',
        text: '{count, number} pesan sejauh ini. Kirim ulang atau buang.',
      },
      en: {
        subject: 'Messages by {subject} failed for good',
        text: '{count, plural, one {# message} other {# messages}} so far. Replay or discard them.',
      },
    },
  }),
  'incident.handler_failed': template(['subject', 'count'], {
    notice: {
      id: {
        subject: 'Pekerjaan {subject} gagal',
        text: '{count, number} kejadian sejauh ini. Perbaiki sebabnya, lalu jalankan ulang.',
      },
      en: {
        subject: 'The handler {subject} gave up',
        text: '{count, plural, one {# event} other {# events}} so far. Mend the cause, then replay them.',
      },
    },
  }),
  'incident.late': template(['subject', 'ageSeconds'], {
    notice: {
      id: { subject: 'Terlambat: {subject}', text: 'Yang tertua menunggu {ageSeconds, number} detik.' },
      en: {
        subject: 'Late: {subject}',
        text: 'The oldest has been waiting for {ageSeconds, plural, one {# second} other {# seconds}}.',
      },
    },
  }),
  'incident.on_time': template(['subject', 'openedAt'], {
    notice: {
      id: { subject: 'Tepat waktu lagi: {subject}', text: 'Terlambat sejak {openedAt}.' },
      en: { subject: 'On time again: {subject}', text: 'It was late since {openedAt}.' },
    },
  }),
};
