/** A technician as its row holds it. */
import type { Load } from '../../contracts/capacity.ts';
import type { TechnicianSpecialization } from '../../contracts/technicians.ts';
import type { ActorState } from '../../engine/actor-types.ts';
import type { Availability, Shift, SkillLevel } from './commands.ts';

export interface TechnicianState extends ActorState {
  readonly employeeNumber: string;
  readonly name: string;
  readonly skillLevel: SkillLevel;
  readonly zone: string;
  readonly availability: Availability;
  readonly shift: Shift;
  readonly maxTicketsPerDay: number;
  /** Places taken, by day. */
  readonly load: Load;
  readonly specializations: readonly TechnicianSpecialization[];
  readonly lastPosition: {
    readonly latitude: number;
    readonly longitude: number;
    readonly at: string;
  } | null;
  readonly ratingSum: number;
  readonly ratingCount: number;
  /** The portal account. */
  readonly userId: string | null;
  /** When the name was erased. */
  readonly erasedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const technicianColumns = [
  'id',
  'seq',
  'version',
  'employeeNumber',
  'name',
  'skillLevel',
  'zone',
  'availability',
  'shift',
  'maxTicketsPerDay',
  'load',
  'specializations',
  'lastPosition',
  'ratingSum',
  'ratingCount',
  'userId',
  'erasedAt',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof TechnicianState)[];
