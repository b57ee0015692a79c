/** Words of what schedules tell. */
import { template } from './template.ts';

export const summaryTemplates = {
  'summary.daily': template(['open', 'assigned', 'inProgress', 'onHold', 'overdue', 'completed'], {
    notice: {
      id: {
        subject: 'Ringkasan harian',
        text: '{open, number} terbuka, {assigned, number} ditugaskan, {inProgress, number} dikerjakan, {onHold, number} ditahan, {overdue, number} lewat tenggat; {completed, number} selesai dalam 24 jam terakhir.',
      },
      en: {
        subject: 'Daily summary',
        text: '{open, number} open, {assigned, number} assigned, {inProgress, number} in progress, {onHold, number} on hold, {overdue, number} overdue; {completed, number} completed in the last 24 hours.',
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
  'summary.technicians': template(
    ['from', 'to', 'technicians', 'completed', 'onTimePercent', 'firstTimePercent', 'ratings', 'rating'],
    {
      notice: {
        id: {
          subject: 'Kinerja teknisi',
          text: '{from} sampai {to}: {technicians, plural, other {# teknisi}} menyelesaikan {completed, plural, other {# tiket}}, {onTimePercent, number}% tepat waktu, {firstTimePercent, number}% beres sekali; {ratings, plural, other {# nilai}}, rata-rata {rating, number}.',
        },
        en: {
          subject: 'Technician performance',
          text: '{from} to {to}: {technicians, plural, one {# technician} other {# technicians}} completed {completed, plural, one {# ticket} other {# tickets}}, {onTimePercent, number}% on time, {firstTimePercent, number}% fixed first time; {ratings, plural, one {# rating} other {# ratings}}, {rating, number} on average.',
        },
      },
      message: {
        id: {
          subject: 'Kinerja teknisi',
          text: 'Halo {recipientName}: dari {from} sampai {to}, {technicians} teknisi menyelesaikan {completed} tiket, {onTimePercent}% tepat waktu, {firstTimePercent}% beres sekali; {ratings} nilai, rata-rata {rating}.',
        },
        en: {
          subject: 'Technician performance',
          text: 'Hello {recipientName}: from {from} to {to}, {technicians} technicians completed {completed} tickets, {onTimePercent}% on time, {firstTimePercent}% fixed first time; {ratings} ratings, {rating} on average.',
        },
      },
    },
  ),
} as const;
