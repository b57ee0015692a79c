/** A registration as its row holds it. The person, the contacts and the address are nowhere else. */
import type { Address } from '../../contracts/address.ts';
import type { RegistrationStatus } from '../../contracts/registrations.ts';
import type { ActorState } from '../../engine/actor-types.ts';
import type { NewTicket, VisitSlot } from './commands.ts';

export interface RegistrationState extends ActorState {
  readonly number: string;
  readonly status: RegistrationStatus;
  readonly name: string;
  readonly phone: string;
  readonly email: string | null;
  readonly address: Address;
  /** Where the technicians come from; known once it is verified. */
  readonly zone: string | null;
  readonly packageId: string;
  /** A calendar day, `2026-03-02`. */
  readonly preferredDate: string;
  readonly preferredSlot: VisitSlot;
  readonly locale: 'id' | 'en';
  readonly surveyTicket: NewTicket | null;
  readonly surveyAt: string | null;
  readonly feasible: boolean | null;
  readonly surveyNote: string | null;
  readonly surveyWaived: boolean;
  readonly rejectReason: string | null;
  readonly customerId: string | null;
  readonly customerCode: string | null;
  readonly installationTicket: NewTicket | null;
  /** When name, contacts and address were erased. */
  readonly erasedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const registrationColumns = [
  'id',
  'seq',
  'version',
  'number',
  'status',
  'name',
  'phone',
  'email',
  'address',
  'zone',
  'packageId',
  'preferredDate',
  'preferredSlot',
  'locale',
  'surveyTicket',
  'surveyAt',
  'feasible',
  'surveyNote',
  'surveyWaived',
  'rejectReason',
  'customerId',
  'customerCode',
  'installationTicket',
  'erasedAt',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof RegistrationState)[];

export const registrationInstants = [
  'surveyAt',
  'erasedAt',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof RegistrationState)[];
