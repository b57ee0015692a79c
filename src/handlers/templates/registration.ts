/** The words about registrations: to the applicant as messages, to staff in the inbox. */
import { template } from './template.ts';

export const registrationTemplates = {
  'registration.received': template(['number'], {
    message: {
      id: {
        subject: '[{number}] Pendaftaran Anda kami terima',
        text: 'Yth. {recipientName}, pendaftaran Anda kami terima dengan nomor {number}. Ikuti perkembangannya di portal dengan nomor ini.',
      },
      en: {
        subject: '[{number}] We have your registration',
        text: 'Dear {recipientName}, we have your registration, its number is {number}. Follow it in the portal by this number.',
      },
    },
  }),
  'registration.submitted': template(['number'], {
    notice: {
      id: { subject: 'Pendaftaran baru {number}', text: 'Menunggu pemeriksaan.' },
      en: { subject: 'New registration {number}', text: 'It waits to be checked.' },
    },
  }),
  'registration.verified': template(['number'], {
    message: {
      id: {
        subject: '[{number}] Pendaftaran Anda sudah diperiksa',
        text: 'Yth. {recipientName}, data pendaftaran {number} sudah kami periksa. Berikutnya kami jadwalkan survei.',
      },
      en: {
        subject: '[{number}] Your registration is checked',
        text: 'Dear {recipientName}, the facts of registration {number} are checked. Next we plan a survey.',
      },
    },
  }),
  'registration.survey_scheduled': template(['number', 'scheduledAt'], {
    message: {
      id: {
        subject: '[{number}] Survei dijadwalkan',
        text: 'Yth. {recipientName}, teknisi kami datang untuk survei {number}: {scheduledAt}.',
      },
      en: {
        subject: '[{number}] A survey is planned',
        text: 'Dear {recipientName}, our technician comes for the survey of {number}: {scheduledAt}.',
      },
    },
  }),
  'registration.survey_feasible': template(['number'], {
    notice: {
      id: { subject: 'Survei {number}: layak', text: 'Menunggu persetujuan.' },
      en: { subject: 'Survey of {number}: feasible', text: 'It waits for an approval.' },
    },
  }),
  'registration.survey_not_feasible': template(['number'], {
    notice: {
      id: { subject: 'Survei {number}: tidak layak', text: 'Menunggu penolakan dengan alasan.' },
      en: { subject: 'Survey of {number}: not feasible', text: 'It waits to be turned down, with a reason.' },
    },
  }),
  'registration.approved': template(['number'], {
    message: {
      id: {
        subject: '[{number}] Pendaftaran Anda disetujui',
        text: 'Yth. {recipientName}, pendaftaran {number} disetujui. Kami siapkan pemasangannya.',
      },
      en: {
        subject: '[{number}] Your registration is approved',
        text: 'Dear {recipientName}, registration {number} is approved. We prepare the installation.',
      },
    },
  }),
  'registration.rejected': template(['number', 'reason'], {
    message: {
      id: {
        subject: '[{number}] Pendaftaran Anda tidak dapat kami penuhi',
        text: 'Yth. {recipientName}, mohon maaf, pendaftaran {number} tidak dapat kami penuhi: {reason}',
      },
      en: {
        subject: '[{number}] We cannot fulfil your registration',
        text: 'Dear {recipientName}, we are sorry that we cannot fulfil registration {number}: {reason}',
      },
    },
  }),
  'registration.cancelled': template(['number'], {
    notice: {
      id: { subject: 'Pendaftaran {number} dibatalkan', text: 'Dibatalkan oleh pendaftar.' },
      en: { subject: 'Registration {number} was cancelled', text: 'The applicant took it back.' },
    },
  }),
  'registration.welcome': template(['code', 'username', 'sealed'], {
    message: {
      id: {
        subject: 'Selamat datang, pelanggan {code}',
        text: 'Yth. {recipientName}, Anda sekarang pelanggan {code}. Masuk ke portal dengan nama pengguna {username} dan kata sandi {secret}, lalu gantilah kata sandinya.',
      },
      en: {
        subject: 'Welcome, customer {code}',
        text: 'Dear {recipientName}, you are customer {code} now. Sign in to the portal as {username} with the password {secret}, then change the password.',
      },
    },
  }),
};
