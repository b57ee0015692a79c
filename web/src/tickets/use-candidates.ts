/** Words for why a technician suits a ticket. */
import type { Candidate } from '../../../src/contracts/dispatch.ts';
import type { Availability } from '../api/technicians.ts';
import { useText } from '../i18n/text.ts';

/** As short as a line of a menu takes; the arithmetic stands apart. */
export function useCandidateWords(): (candidate: Candidate) => string {
  const text = useText();
  return ({ availability, booked, maxTicketsPerDay: maximum, rating, km, suitable }) =>
    [
      suitable ? undefined : text('candidates.uncertified'),
      text(`availability.${availability as Availability}`),
      text(booked >= maximum ? 'candidates.full' : 'candidates.booked', { booked, maximum }),
      rating === null ? text('candidates.unrated') : text('candidates.rating', { rating }),
      km === null ? undefined : text('candidates.km', { km }),
    ]
      .filter((words) => words !== undefined)
      .join(' · ');
}
