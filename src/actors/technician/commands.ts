/** What can be asked of a technician in this release. */
import type { availabilities, shifts, skillLevels } from '../../contracts/technicians.ts';

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
  | { readonly type: 'link_user'; readonly userId: string };
