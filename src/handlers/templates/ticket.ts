/** The words about tickets: to staff, to the team, to the customer. */
import { template } from './template.ts';

const about = ['number', 'title'] as const;

export const ticketTemplates = {
  'ticket.created': template([...about, 'zone', 'priority'], {
    notice: {
      id: {
        subject: 'Tiket baru {number}',
        text: '{title} · zona {zone, select, none {belum ada} other {{zone}}} · prioritas {priority}',
      },
      en: {
        subject: 'New ticket {number}',
        text: '{title} · zone {zone, select, none {not set} other {{zone}}} · priority {priority}',
      },
    },
    message: {
      id: {
        subject: '[{number}] Tiket baru di zona {zone}',
        text: 'Tiket baru {number}: {title}. Zona {zone}, prioritas {priority}.',
      },
      en: {
        subject: '[{number}] New ticket in zone {zone}',
        text: 'New ticket {number}: {title}. Zone {zone}, priority {priority}.',
      },
    },
  }),
  'ticket.received': template(about, {
    notice: {
      id: { subject: 'Laporan Anda kami terima', text: '{number}: {title}' },
      en: { subject: 'We have your report', text: '{number}: {title}' },
    },
    message: {
      id: {
        subject: '[{number}] Laporan Anda kami terima',
        text: 'Yth. {recipientName}, laporan Anda "{title}" kami terima dengan nomor {number}. Kami akan mengabari Anda.',
      },
      en: {
        subject: '[{number}] We have your report',
        text: 'Dear {recipientName}, we have your report "{title}" under number {number}. We will keep you informed.',
      },
    },
  }),
  'ticket.assigned': template([...about, 'scheduledAt'], {
    notice: {
      id: {
        subject: 'Anda memimpin tiket {number}',
        text: '{title}{scheduledAt, select, none { · jadwal menyusul} other { · {scheduledAt}}}',
      },
      en: {
        subject: 'You lead ticket {number}',
        text: '{title}{scheduledAt, select, none { · time to be set} other { · {scheduledAt}}}',
      },
    },
    message: {
      id: {
        subject: '[{number}] Anda memimpin tiket ini',
        text: 'Halo {recipientName}, Anda memimpin tiket {number}: {title}. Jadwal: {scheduledAt}.',
      },
      en: {
        subject: '[{number}] You lead this ticket',
        text: 'Hello {recipientName}, you lead ticket {number}: {title}. Scheduled: {scheduledAt}.',
      },
    },
  }),
  'ticket.joined': template([...about, 'technicianId', 'scheduledAt'], {
    notice: {
      id: {
        subject: 'Anda membantu tiket {number}',
        text: '{title}{scheduledAt, select, none { · jadwal menyusul} other { · {scheduledAt}}}',
      },
      en: {
        subject: 'You help with ticket {number}',
        text: '{title}{scheduledAt, select, none { · time to be set} other { · {scheduledAt}}}',
      },
    },
    message: {
      id: {
        subject: '[{number}] Anda membantu tiket ini',
        text: 'Halo {recipientName}, Anda membantu {technicianName} pada tiket {number}: {title}. Jadwal: {scheduledAt}.',
      },
      en: {
        subject: '[{number}] You help with this ticket',
        text: 'Hello {recipientName}, you help {technicianName} with ticket {number}: {title}. Scheduled: {scheduledAt}.',
      },
    },
  }),
  'ticket.unassigned': template(about, {
    notice: {
      id: { subject: 'Tiket {number} dialihkan', text: '{title} ditangani tim lain' },
      en: { subject: 'Ticket {number} was handed over', text: '{title} has another team' },
    },
    message: {
      id: {
        subject: '[{number}] Dialihkan ke tim lain',
        text: 'Halo {recipientName}, tiket {number} ({title}) kini ditangani tim lain.',
      },
      en: {
        subject: '[{number}] Handed over to another team',
        text: 'Hello {recipientName}, ticket {number} ({title}) has another team now.',
      },
    },
  }),
  'ticket.visit': template([...about, 'technicianId', 'scheduledAt'], {
    notice: {
      id: {
        subject: 'Teknisi untuk {number} ditugaskan',
        text: 'Kedatangan: {scheduledAt, select, none {akan kami kabarkan} other {{scheduledAt}}}',
      },
      en: {
        subject: 'A technician will see to {number}',
        text: 'Arrival: {scheduledAt, select, none {we will tell you} other {{scheduledAt}}}',
      },
    },
    message: {
      id: {
        subject: '[{number}] Teknisi ditugaskan',
        text: 'Yth. {recipientName}, teknisi {technicianName} menangani "{title}" ({number}). Kedatangan: {scheduledAt}.',
      },
      en: {
        subject: '[{number}] A technician is on it',
        text: 'Dear {recipientName}, our technician {technicianName} takes care of "{title}" ({number}). Arrival: {scheduledAt}.',
      },
    },
  }),
  'ticket.started': template(about, {
    notice: {
      id: { subject: 'Pengerjaan {number} dimulai', text: '{title}' },
      en: { subject: 'Work on {number} has begun', text: '{title}' },
    },
  }),
  'ticket.held': template(about, {
    notice: {
      id: { subject: 'Tiket {number} ditunda', text: '{title}' },
      en: { subject: 'Ticket {number} is on hold', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Pengerjaan ditunda',
        text: 'Yth. {recipientName}, pengerjaan "{title}" ({number}) kami tunda sementara dan akan kami lanjutkan.',
      },
      en: {
        subject: '[{number}] On hold',
        text: 'Dear {recipientName}, work on "{title}" ({number}) has to wait for a while and will go on.',
      },
    },
  }),
  'ticket.resumed': template(about, {
    notice: {
      id: { subject: 'Pengerjaan {number} dilanjutkan', text: '{title}' },
      en: { subject: 'Work on {number} goes on', text: '{title}' },
    },
  }),
  'ticket.completed': template(about, {
    notice: {
      id: { subject: 'Tiket {number} selesai', text: '{title}' },
      en: { subject: 'Ticket {number} is done', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Selesai: bagaimana pelayanan kami?',
        text: 'Yth. {recipientName}, "{title}" ({number}) telah selesai. Mohon beri nilai 1 sampai 5 di portal. Belum beres? Buka kembali dalam 7 hari.',
      },
      en: {
        subject: '[{number}] Done: how did we do?',
        text: 'Dear {recipientName}, "{title}" ({number}) is done. Please rate us from 1 to 5 in the portal. Not solved? Reopen it within 7 days.',
      },
    },
  }),
  'ticket.cancelled': template(about, {
    notice: {
      id: { subject: 'Tiket {number} dibatalkan', text: '{title}' },
      en: { subject: 'Ticket {number} was cancelled', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Dibatalkan',
        text: 'Yth. {recipientName}, "{title}" ({number}) dibatalkan.',
      },
      en: {
        subject: '[{number}] Cancelled',
        text: 'Dear {recipientName}, "{title}" ({number}) was cancelled.',
      },
    },
  }),
  'ticket.reopened': template(about, {
    notice: {
      id: { subject: 'Tiket {number} dibuka kembali', text: '{title}' },
      en: { subject: 'Ticket {number} is open again', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Dibuka kembali',
        text: 'Yth. {recipientName}, "{title}" ({number}) dibuka kembali dan akan kami tangani.',
      },
      en: {
        subject: '[{number}] Open again',
        text: 'Dear {recipientName}, "{title}" ({number}) is open again and we will see to it.',
      },
    },
  }),
  'ticket.merged': template([...about, 'intoNumber'], {
    notice: {
      id: { subject: 'Tiket {number} digabung ke {intoNumber}', text: '{title}' },
      en: { subject: 'Ticket {number} was merged into {intoNumber}', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Digabung ke {intoNumber}',
        text: 'Yth. {recipientName}, "{title}" ({number}) kami gabungkan dengan tiket {intoNumber} tentang hal yang sama. Kabar selanjutnya ada di {intoNumber}.',
      },
      en: {
        subject: '[{number}] Merged into {intoNumber}',
        text: 'Dear {recipientName}, "{title}" ({number}) is about the same thing as {intoNumber}, so we have put them together. News will come under {intoNumber}.',
      },
    },
  }),
  'ticket.merged_apart': template(about, {
    notice: {
      id: { subject: 'Tiket {number} kami tangani bersama laporan lain', text: '{title}' },
      en: { subject: 'We handle {number} together with another report', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Ditangani bersama laporan lain',
        text: 'Yth. {recipientName}, "{title}" ({number}) bersumber dari gangguan yang juga dilaporkan pelanggan lain. Kami menanganinya bersama dan akan mengabari Anda bila selesai.',
      },
      en: {
        subject: '[{number}] Handled together with another report',
        text: 'Dear {recipientName}, "{title}" ({number}) has a cause that others have reported too. We handle them together and will tell you when it is done.',
      },
    },
  }),
  'ticket.settled': template(about, {
    notice: {
      id: { subject: 'Gangguan pada laporan {number} selesai ditangani', text: '{title}' },
      en: { subject: 'The cause of your report {number} is dealt with', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Selesai ditangani',
        text: 'Yth. {recipientName}, gangguan yang Anda laporkan dalam "{title}" ({number}) selesai ditangani. Belum beres? Silakan buat laporan baru di portal.',
      },
      en: {
        subject: '[{number}] Dealt with',
        text: 'Dear {recipientName}, what you reported in "{title}" ({number}) is dealt with. Not solved? Please report it again in the portal.',
      },
    },
  }),
  'ticket.absorbed': template([...about, 'duplicateNumber'], {
    notice: {
      id: { subject: '{duplicateNumber} digabung ke {number}', text: '{title}' },
      en: { subject: '{duplicateNumber} was merged into {number}', text: '{title}' },
    },
  }),
  'ticket.woken': template(about, {
    notice: {
      id: { subject: 'Tiket {number} muncul kembali', text: '{title}' },
      en: { subject: 'Ticket {number} is back from its snooze', text: '{title}' },
    },
  }),
  'ticket.rated': template([...about, 'rating'], {
    notice: {
      id: { subject: 'Tiket {number} dinilai {rating, number} dari 5', text: '{title}' },
      en: { subject: 'Ticket {number} was rated {rating, number} of 5', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Dinilai {rating} dari 5',
        text: 'Pelanggan menilai tiket {number} ({title}) {rating} dari 5. Silakan ditindaklanjuti.',
      },
      en: {
        subject: '[{number}] Rated {rating} of 5',
        text: 'The customer rated ticket {number} ({title}) {rating} of 5. Please look into it.',
      },
    },
  }),
  'ticket.commented': template(about, {
    notice: {
      id: { subject: 'Komentar baru pada {number}', text: '{title}' },
      en: { subject: 'New comment on {number}', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Ada komentar baru',
        text: 'Yth. {recipientName}, ada komentar baru pada "{title}" ({number}). Silakan baca di portal.',
      },
      en: {
        subject: '[{number}] There is a new comment',
        text: 'Dear {recipientName}, there is a new comment on "{title}" ({number}). Please read it in the portal.',
      },
    },
  }),
  'ticket.attached': template(about, {
    notice: {
      id: { subject: 'Foto atau berkas baru pada {number}', text: '{title}' },
      en: { subject: 'New photo or file on {number}', text: '{title}' },
    },
    message: {
      id: {
        subject: '[{number}] Ada foto atau berkas baru',
        text: 'Yth. {recipientName}, ada foto atau berkas baru pada "{title}" ({number}). Silakan lihat di portal.',
      },
      en: {
        subject: '[{number}] There is a new photo or file',
        text: 'Dear {recipientName}, there is a new photo or file on "{title}" ({number}). Please see it in the portal.',
      },
    },
  }),
};
