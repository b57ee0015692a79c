/** How many of a technician's places are taken today. */
import { bookedOn } from '../../../src/contracts/capacity.ts';
import { dayOf } from '../../../src/contracts/day.ts';
import type { Technician } from '../api/technicians.ts';
import { useText } from '../i18n/text.ts';
import { Badge } from '../kit/badge.tsx';
import { useNow } from '../session/clock.ts';
import { timeZone } from '../session/page-facts.ts';

export function Today({ technician }: { readonly technician: Technician }) {
  const text = useText();
  const today = dayOf(new Date(useNow()).toISOString(), timeZone());
  const booked = bookedOn(technician.load, today, today);
  const { maxTicketsPerDay: maximum } = technician;
  const full = booked >= maximum;
  return (
    <Badge tone={full ? 'warning' : 'neutral'}>
      {text(full ? 'candidates.full' : 'candidates.booked', { booked, maximum })}
    </Badge>
  );
}
