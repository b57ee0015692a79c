/** The words about tickets that are late. */
import { template } from './template.ts';

const facts = ['number', 'title', 'priority', 'slaDueAt'] as const;

export const ticketSlaTemplates = {
  'ticket.sla_warned': template(facts, {
    notice: {
      id: { subject: 'SLA {number} hampir habis', text: '{title} · batas {slaDueAt}' },
      en: { subject: 'SLA of {number} is running out', text: '{title} · due {slaDueAt}' },
    },
    message: {
      id: {
        subject: '[{number}] SLA hampir habis',
        text: 'Tiket {number} ({title}, {priority}) sudah memakai 75 % waktunya. Batas: {slaDueAt}.',
      },
      en: {
        subject: '[{number}] SLA is running out',
        text: 'Ticket {number} ({title}, {priority}) has used 75 % of its time. Due: {slaDueAt}.',
      },
    },
  }),
  'ticket.sla_breached': template(facts, {
    notice: {
      id: { subject: 'SLA {number} terlampaui', text: '{title} · batas {slaDueAt}' },
      en: { subject: 'SLA of {number} is breached', text: '{title} · was due {slaDueAt}' },
    },
    message: {
      id: {
        subject: '[{number}] SLA terlampaui',
        text: 'Tiket {number} ({title}, {priority}) melewati batas SLA: {slaDueAt}.',
      },
      en: {
        subject: '[{number}] SLA breached',
        text: 'Ticket {number} ({title}, {priority}) is past its SLA: {slaDueAt}.',
      },
    },
  }),
  'ticket.escalated': template(facts, {
    notice: {
      id: { subject: 'Belum ada yang menangani {number}', text: '{title} · batas {slaDueAt}' },
      en: { subject: 'Nobody has seen to {number}', text: '{title} · was due {slaDueAt}' },
    },
    message: {
      id: {
        subject: '[{number}] Eskalasi: SLA terlampaui dan belum ditangani',
        text: 'Halo {recipientName}, tiket {number}: {title} melewati batas {slaDueAt} dan belum ada tindakan sejak itu. Prioritas {priority}.',
      },
      en: {
        subject: '[{number}] Escalated: SLA breached and nobody at it',
        text: 'Hello {recipientName}, ticket {number}: {title} was due {slaDueAt}, and nothing has been done about it since. Priority {priority}.',
      },
    },
  }),
};
