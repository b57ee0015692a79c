/** Words of what schedules tell. */
import { template } from './template.ts';

export const summaryTemplates = {
  'summary.daily': template(['open', 'assigned', 'inProgress', 'onHold', 'overdue', 'completed'], {
    inApp: {
      id: {
        subject: 'Ringkasan harian',
        text: '{open} terbuka, {assigned} ditugaskan, {inProgress} dikerjakan, {onHold} ditahan, {overdue} lewat tenggat; {completed} selesai dalam 24 jam terakhir.',
      },
      en: {
        subject: 'Daily summary',
        text: '{open} open, {assigned} assigned, {inProgress} in progress, {onHold} on hold, {overdue} overdue; {completed} completed in the last 24 hours.',
      },
    },
    message: {
      id: {
        subject: 'Ringkasan harian',
        text: 'Halo {recipientName}: {open} terbuka, {assigned} ditugaskan, {inProgress} dikerjakan, {onHold} ditahan, {overdue} lewat tenggat; {completed} selesai dalam 24 jam terakhir.',
      },
      en: {
        subject: 'Daily summary',
        text: 'Hello {recipientName}: {open} open, {assigned} assigned, {inProgress} in progress, {onHold} on hold, {overdue} overdue; {completed} completed in the last 24 hours.',
      },
    },
  }),
} as const;
