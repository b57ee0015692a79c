/** The people of the demo: nine sign-ins, forty technicians, those who were customers from the first day with what they have, as commands to actors. */
import type { CustomerCommand, SuspendReason } from '../../actors/customer/commands.ts';
import type { TechnicianCommand } from '../../actors/technician/commands.ts';
import type { UserCommand } from '../../actors/user/commands.ts';
import type { Role } from '../../contracts/permissions.ts';
import { addressIn } from './addresses.ts';
import { type MadePackage, makePackages } from './packages.ts';
import type { Random } from './random.ts';
import { firstNames, lastNames, type Zone, zones } from './words.ts';

const CUSTOMERS = 2_000;
const TECHNICIANS = 40;

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
  readonly packages: readonly MadePackage[];
  readonly customers: readonly MadeCustomer[];
}

interface MadeCustomer extends Made<CustomerCommand> {
  /** What happened to the account since. */
  readonly later: readonly CustomerCommand[];
}

/** @param hashes one argon2id hash a user, in the order of `demoUsernames` */
export function makePeople(
  random: Random,
  newId: () => string,
  hashes: readonly string[],
  /** Who become customers later, of the two thousand. */
  applicants: number,
): DemoPeople {
  const userIds = new Map(demoUsernames.map((username) => [username, newId()]));
  const technicians = makeTechnicians(random, newId, userIds);
  const packages = makePackages(newId);
  const customers = makeCustomers(CUSTOMERS - applicants, random, newId, userIds, packages);
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
  return { users: new Map(users), technicians, packages, customers };
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
      // Whoever tries the demo gives the two with a sign-in a lot to do.
      maxTicketsPerDay: Math.max(random.between(4, 8), index < 2 ? 30 : 0),
      userId: linked(userIds, 'technician', index),
    },
  }));
}

function makeCustomers(
  count: number,
  random: Random,
  newId: () => string,
  userIds: UserIds,
  packages: readonly MadePackage[],
): MadeCustomer[] {
  return Array.from({ length: count }, (_, index) => {
    const name = nameOf(random);
    const pending = index > 1 && random.chance(0.01);
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
        address: addressIn(zoneOf(index), random),
        zone: zoneOf(index),
        packageId: packages[random.between(0, packages.length - 1)]?.id ?? null,
        status: pending ? 'pending_installation' : 'active',
        userId: linked(userIds, 'customer', index),
      },
      later: pending ? [] : livedWith(index, random, newId),
    };
  });
}

/** The equipment in the house, and a few accounts that are suspended. */
function livedWith(index: number, random: Random, newId: () => string): CustomerCommand[] {
  const number = String(index + 1).padStart(6, '0');
  const commands: CustomerCommand[] = [{ type: 'add_equipment', serial: `ZTE-${number}`, kind: 'ont' }];
  if (random.chance(0.3)) commands.push({ type: 'add_equipment', serial: `RTR-${number}`, kind: 'router' });
  if (index > 1 && random.chance(0.02)) return [...commands, { type: 'terminate' }];
  if (index > 1 && random.chance(0.04)) {
    const reason = random.pick<SuspendReason>(['overdue', 'overdue', 'requested', 'misuse']);
    const note = { id: newId(), text: 'Sudah dihubungi lewat telepon, belum ada jawaban.' };
    commands.push({ type: 'suspend', reason, ...(reason === 'overdue' ? { note } : {}) });
  }
  return commands;
}

/** The first two of a kind are those with a sign-in. */
function linked(userIds: UserIds, username: 'technician' | 'customer', index: number): string | null {
  if (index > 1) return null;
  return userIds.get(index === 0 ? username : `${username}2`) ?? null;
}

function zoneOf(index: number): Zone {
  return zones[index % zones.length] as Zone;
}

export function nameOf(random: Random): string {
  return `${random.pick(firstNames)} ${random.pick(lastNames)}`;
}

/** In a block that no Indonesian operator gives out. */
export function phoneOf(number: number): string {
  return `+62800${String(number).padStart(7, '0')}`;
}
