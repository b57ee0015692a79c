/** A technician as its row holds it. */
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
  /** The portal account. */
  readonly userId: string | null;
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
  'userId',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof TechnicianState)[];
