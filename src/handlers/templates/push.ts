/** The words of a test in one browser. */
import { template } from './template.ts';

export const pushTemplates = {
  'push.test': template([], {
    notice: {
      id: { subject: 'Notifikasi percobaan', text: 'Peramban ini menampilkan notifikasi Trunkline.' },
      en: { subject: 'A test notice', text: 'This browser shows the notices of Trunkline.' },
    },
  }),
};
