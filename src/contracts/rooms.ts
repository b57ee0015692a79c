/**
 * The names of the live rooms. A room belongs to one viewer class, so nobody is in two rooms that read one event
 * in different words (R5). The server alone decides who is in which.
 */
import type { Role } from './permissions.ts';

export const rooms = {
  /** One person, on all their devices. */
  user: (id: string) => `user:${id}`,
  /** The same person as staff: who becomes a customer leaves it, and staff words with it (R5). */
  userStaff: (id: string) => `user:${id}:staff`,
  role: (role: Role) => `role:${role}`,
  /** Those who may see every ticket. */
  desk: 'desk',
  zoneTechnicians: (zone: string) => `zone:${zone}:technicians`,
  zoneStaff: (zone: string) => `zone:${zone}:staff`,
  zonePublic: (zone: string) => `zone:${zone}:public`,
  /** The portal accounts of one customer. */
  customer: (id: string) => `customer:${id}`,
  /** Those who may see registrations. */
  registrations: 'registrations',
  /** Those who may see the ledger, and what people answered to it. */
  deliveries: 'deliveries',
  /** The applicant, by a tracking token for this number alone. */
  registrationPublic: (number: string) => `registration:${number}:public`,
  ticketStaff: (id: string) => `ticket:${id}:staff`,
  ticketPublic: (id: string) => `ticket:${id}:public`,
  allStaff: 'all:staff',
  allPublic: 'all:public',
} as const;
