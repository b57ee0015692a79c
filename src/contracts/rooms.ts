/**
 * The names of the live rooms. A room belongs to one viewer class, so nobody is in two rooms that read one event
 * in different words (R5). The server alone decides who is in which.
 */
import type { Role } from './permissions.ts';

export const rooms = {
  /** One person, on all their devices. */
  user: (id: string) => `user:${id}`,
  role: (role: Role) => `role:${role}`,
  /** Those who may see every ticket. */
  desk: 'desk',
  zoneTechnicians: (zone: string) => `zone:${zone}:technicians`,
  zoneStaff: (zone: string) => `zone:${zone}:staff`,
  zonePublic: (zone: string) => `zone:${zone}:public`,
  /** The portal accounts of one customer. */
  customer: (id: string) => `customer:${id}`,
  ticketStaff: (id: string) => `ticket:${id}:staff`,
  ticketPublic: (id: string) => `ticket:${id}:public`,
  allStaff: 'all:staff',
  allPublic: 'all:public',
} as const;
