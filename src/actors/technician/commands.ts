/** What can be asked of a technician. */
import type {
  availabilities,
  shifts,
  skillLevels,
  TechnicianSpecialization,
} from '../../contracts/technicians.ts';
import type { Erase } from '../erased.ts';

export type SkillLevel = (typeof skillLevels)[number];
export type Availability = (typeof availabilities)[number];
export type Shift = (typeof shifts)[number];

export type TechnicianCommand =
  | {
      readonly type: 'create';
      readonly employeeNumber: string;
      readonly name: string;
      readonly skillLevel: SkillLevel;
      readonly zone: string;
      readonly shift: Shift;
      readonly maxTicketsPerDay: number;
      readonly userId: string | null;
    }
  | {
      readonly type: 'edit';
      readonly fields: {
        readonly name?: string;
        readonly skillLevel?: SkillLevel;
        readonly zone?: string;
        readonly shift?: Shift;
        readonly maxTicketsPerDay?: number;
      };
    }
  | { readonly type: 'change_availability'; readonly availability: Availability }
  | ({ readonly type: 'set_specialization' } & TechnicianSpecialization)
  | { readonly type: 'remove_specialization'; readonly code: string }
  | { readonly type: 'locate'; readonly latitude: number; readonly longitude: number }
  | Book
  | Free
  /** Sent by a handler when a customer has rated a ticket that they led. */
  | {
      readonly type: 'rate';
      readonly ticketId: string;
      readonly rating: number;
      readonly previousRating: number | null;
    }
  | { readonly type: 'link_user'; readonly userId: string }
  /** With their account. */
  | Erase;

interface Place {
  readonly ticketId: string;
  readonly number: string;
  readonly day: string;
  /** The day on which this is asked. */
  readonly today: string;
}

/** Sent by a ticket, together with its assignment. */
export interface Book extends Place {
  readonly type: 'book';
  /** A person said that it may be one too many. */
  readonly overbook: boolean;
  /** What an automatic assignment asks besides: to be available, and certified in this specialization. */
  readonly automatic: { readonly requires: string | null } | null;
}

/** Sent by a ticket that is done, given up or another's. */
export interface Free extends Place {
  readonly type: 'free';
  readonly done: boolean;
}
