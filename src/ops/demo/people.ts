/** The people of the demo: nine sign-ins, twelve technicians, three hundred customers, as commands to actors. */
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { TechnicianCommand } from '../../actors/technician/commands.ts';
import type { UserCommand } from '../../actors/user/commands.ts';
import type { Role } from '../../contracts/permissions.ts';
import type { Random } from './random.ts';
import { firstNames, lastNames, type Zone, zones } from './words.ts';

const CUSTOMERS = 300;
const TECHNICIANS = 12;

export const demoUsernames = [
  'admin',
  'manager',
  'noc',
  'supervisor',
  'customer_service',
  'technician',
  'technician2',
  'customer',
  'customer2',
] as const;
export type DemoUsername = (typeof demoUsernames)[number];
export const DEMO_PASSWORD = 'trunkline-demo';

type Create<C extends { type: string }> = Extract<C, { type: 'create' }>;

interface Made<C extends { type: string }> {
  readonly id: string;
  readonly create: Create<C>;
}

export interface DemoPeople {
  readonly users: ReadonlyMap<DemoUsername, Made<UserCommand>>;
  readonly technicians: readonly Made<TechnicianCommand>[];
  readonly customers: readonly Made<CustomerCommand>[];
}

/** @param hashes one argon2id hash a user, in the order of `demoUsernames` */
export function makePeople(random: Random, newId: () => string, hashes: readonly string[]): DemoPeople {
  const userIds = new Map(demoUsernames.map((username) => [username, newId()]));
  const technicians = makeTechnicians(random, newId, userIds);
  const customers = makeCustomers(random, newId, userIds);
  const users = demoUsernames.map((username, index) => {
    const second = username.endsWith('2') ? 1 : 0;
    const role = username.replace(/2$/, '') as Role;
    const technician = role === 'technician' ? technicians[second] : undefined;
    const customer = role === 'customer' ? customers[second] : undefined;
    const create: Create<UserCommand> = {
      type: 'create',
      username,
      name: customer?.create.name ?? technician?.create.name ?? nameOf(random),
      email: customer?.create.email ?? `${username.replace('_', '.')}@trunkline.example`,
      phone: customer?.create.phone ?? phoneOf(9_000 + index),
      role,
      // Staff at the desk serve every zone; a technician has one.
      zone: technician?.create.zone ?? null,
      customerId: customer?.id ?? null,
      technicianId: technician?.id ?? null,
      locale: 'id',
      passwordHash: hashes[index] as string,
    };
    return [username, { id: userIds.get(username) as string, create }] as const;
  });
  return { users: new Map(users), technicians, customers };
}

type UserIds = ReadonlyMap<DemoUsername, string>;

function makeTechnicians(random: Random, newId: () => string, userIds: UserIds): Made<TechnicianCommand>[] {
  return Array.from({ length: TECHNICIANS }, (_, index) => ({
    id: newId(),
    create: {
      type: 'create',
      employeeNumber: `TEK-${String(index + 1).padStart(3, '0')}`,
      name: nameOf(random),
      skillLevel: random.pick(['junior', 'senior', 'expert', 'specialist']),
      zone: zoneOf(index),
      shift: random.pick(['day', 'day', 'night', 'flexible']),
      maxTicketsPerDay: random.between(4, 8),
      userId: linked(userIds, 'technician', index),
    },
  }));
}

function makeCustomers(random: Random, newId: () => string, userIds: UserIds): Made<CustomerCommand>[] {
  return Array.from({ length: CUSTOMERS }, (_, index) => {
    const name = nameOf(random);
    const mailbox = `${name.toLowerCase().replaceAll(' ', '.')}.${index + 1}`;
    return {
      id: newId(),
      create: {
        type: 'create',
        code: `C-${String(index + 1).padStart(6, '0')}`,
        name,
        // Some left no e-mail: their messages are suppressed, and the ledger says so.
        email: index < 2 || random.chance(0.9) ? `${mailbox}@pelanggan.example` : null,
        phone: phoneOf(index + 1),
        zone: zoneOf(index),
        status: random.weighted([
          [90, 'active'],
          [5, 'suspended'],
          [5, 'pending_installation'],
        ]),
        userId: linked(userIds, 'customer', index),
      },
    };
  });
}

/** The first two of a kind are those with a sign-in. */
function linked(userIds: UserIds, username: 'technician' | 'customer', index: number): string | null {
  if (index > 1) return null;
  return userIds.get(index === 0 ? username : `${username}2`) ?? null;
}

function zoneOf(index: number): Zone {
  return zones[index % zones.length] as Zone;
}

function nameOf(random: Random): string {
  return `${random.pick(firstNames)} ${random.pick(lastNames)}`;
}

/** In a block that no Indonesian operator gives out. */
function phoneOf(number: number): string {
  return `+62800${String(number).padStart(7, '0')}`;
}
