/**
 * How well a technician suits a ticket: plain arithmetic, with every part of it to show.
 *
 * - S1 Each part gives between nothing and its weight; the score is their sum, so at most 100.
 * - S2 The required specialization is a condition: without it the points count for nothing.
 * - S3 Somebody free is never worth less than somebody fuller, better rated never less than worse, nearer never less
 *   than farther, all else being equal.
 */
import { bookedOn } from '../../contracts/capacity.ts';
import { type Score, scoreWeights } from '../../contracts/dispatch.ts';
import type { TechnicianSpecialization } from '../../contracts/technicians.ts';
import { isCertified } from './places.ts';
import type { TechnicianState } from './state.ts';

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

export type Rated = Pick<
  TechnicianState,
  | 'id'
  | 'zone'
  | 'availability'
  | 'maxTicketsPerDay'
  | 'load'
  | 'ratingSum'
  | 'ratingCount'
  | 'specializations'
> & { readonly lastPosition: Point | null };

/** The ticket as its technician has to suit it. */
export interface Work {
  readonly zone: string | null;
  /** The day of the visit. */
  readonly day: string;
  readonly today: string;
  readonly requires: string | null;
  /** The middle of the zone. */
  readonly centre: Point | null;
}

export interface Ranked<T extends Rated> {
  readonly technician: T;
  readonly score: Score;
  readonly suitable: boolean;
  readonly booked: number;
  readonly rating: number | null;
  readonly km: number | null;
  readonly certificate: TechnicianSpecialization | null;
}

/** Whoever nobody has rated yet counts as this. */
const UNRATED = 3;
/** From here on distance gives nothing. */
const FAR_KM = 30;

/** All of them, best first: the suitable before the others; the emptier day decides between equals, then the id. */
export function rank<T extends Rated>(technicians: readonly T[], work: Work): Ranked<T>[] {
  return technicians
    .map((technician) => suit(technician, work))
    .sort(
      (a, b) =>
        Number(b.suitable) - Number(a.suitable) ||
        b.score.total - a.score.total ||
        a.booked - b.booked ||
        (a.technician.id < b.technician.id ? -1 : 1),
    );
}

export function suit<T extends Rated>(technician: T, work: Work): Ranked<T> {
  const { maxTicketsPerDay, ratingSum, ratingCount, specializations } = technician;
  const booked = bookedOn(technician.load, work.day, work.today);
  const rating = ratingCount === 0 ? null : ratingSum / ratingCount;
  const km = distanceKm(technician.lastPosition, work.centre);
  const nearness = km === null ? Number(technician.zone === work.zone) : 1 - km / FAR_KM;
  const available = points('available', Number(technician.availability === 'available'));
  const capacity = points('capacity', (maxTicketsPerDay - booked) / maxTicketsPerDay);
  const rated = points('rating', (rating ?? UNRATED) / 5);
  const distance = points('distance', nearness);
  return {
    technician,
    score: {
      available: available / 10,
      capacity: capacity / 10,
      rating: rated / 10,
      distance: distance / 10,
      total: (available + capacity + rated + distance) / 10,
    },
    suitable: isCertified(technician, work.requires, work.today),
    booked,
    rating,
    km,
    certificate: specializations.find(({ code }) => code === work.requires) ?? null,
  };
}

/** In tenths, so that the sum of what is shown is the total that is shown. */
function points(part: keyof typeof scoreWeights, share: number): number {
  return Math.round(scoreWeights[part] * 10 * Math.min(1, Math.max(0, share)));
}

/** As the crow flies (haversine), to a tenth. */
function distanceKm(from: Point | null, to: Point | null): number | null {
  if (!from || !to) return null;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const north = radians(to.latitude - from.latitude);
  const east = radians(to.longitude - from.longitude);
  const half =
    Math.sin(north / 2) ** 2 +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(east / 2) ** 2;
  return Math.round(2 * 6_371 * Math.asin(Math.min(1, Math.sqrt(half))) * 10) / 10;
}
