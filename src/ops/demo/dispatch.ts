/**
 * What dispatch goes by in the demo: specializations and who is certified in them, where zones and technicians are.
 * Nothing is assigned by itself: whoever tries the demo switches it on and watches.
 */
import type { DispatchCommand } from '../../actors/dispatch/actor.ts';
import type { SpecializationCommand } from '../../actors/specialization/actor.ts';
import type { TechnicianCommand } from '../../actors/technician/commands.ts';
import { DEFAULT_TIME_ZONE, dayOf } from '../../contracts/day.ts';
import type { TicketType } from '../../contracts/tickets.ts';
import type { By } from '../../engine/actor-types.ts';
import type { History } from './history.ts';
import type { DemoPeople } from './people.ts';
import type { Random } from './random.ts';
import { type Zone, zones } from './words.ts';

interface Skill {
  readonly code: string;
  readonly nameId: string;
  readonly nameEn: string;
  readonly needed: readonly TicketType[];
  /** How many of the technicians have it. */
  readonly share: number;
}

const skills: readonly Skill[] = [
  {
    code: 'fiber-splicing',
    nameId: 'Penyambungan fiber',
    nameEn: 'Fiber splicing',
    needed: ['maintenance'],
    share: 0.7,
  },
  {
    code: 'ftth-installation',
    nameId: 'Pemasangan FTTH',
    nameEn: 'FTTH installation',
    needed: ['installation'],
    share: 0.8,
  },
  {
    code: 'networking',
    nameId: 'Jaringan',
    nameEn: 'Networking',
    needed: ['upgrade', 'downgrade'],
    share: 0.6,
  },
  { code: 'survey', nameId: 'Survei lokasi', nameEn: 'Site survey', needed: ['survey'], share: 0.6 },
  {
    code: 'troubleshooting',
    nameId: 'Penelusuran gangguan',
    nameEn: 'Troubleshooting',
    needed: ['repair'],
    share: 0.9,
  },
  { code: 'wireless', nameId: 'Nirkabel', nameEn: 'Wireless', needed: [], share: 0.4 },
];

const centres: Readonly<Record<Zone, { readonly latitude: number; readonly longitude: number }>> = {
  'jakarta-pusat': { latitude: -6.1864, longitude: 106.8341 },
  'jakarta-selatan': { latitude: -6.2615, longitude: 106.8106 },
  depok: { latitude: -6.4025, longitude: 106.7942 },
  bekasi: { latitude: -6.2383, longitude: 106.9756 },
  tangerang: { latitude: -6.1783, longitude: 106.6319 },
  bogor: { latitude: -6.595, longitude: 106.8166 },
};

const by: By = { kind: 'system', id: 'demo-data' };
const DAY_MS = 24 * 3_600_000;
/** A tenth of a degree is about eleven kilometres. */
const SPREAD = 0.08;

export interface DispatchPlan {
  readonly random: Random;
  readonly people: DemoPeople;
  readonly beginMs: number;
  readonly endMs: number;
}

export function makeDispatch({ random, people, beginMs, endMs }: DispatchPlan, history: History): void {
  for (const { code, nameId, nameEn, needed } of skills) {
    const create: SpecializationCommand = {
      type: 'create',
      nameId,
      nameEn,
      ticketTypes: [...needed],
      categories: [],
    };
    history.give({ kind: 'specialization', id: code }, create, by, beginMs);
  }
  for (const zone of zones) {
    const set: DispatchCommand = { type: 'set', automatic: [], centre: centres[zone] };
    history.give({ kind: 'dispatch', id: zone }, set, by, beginMs);
  }
  for (const { id, create } of people.technicians) {
    const actor = { kind: 'technician', id };
    for (const { code } of skills.filter(({ share }) => random.chance(share))) {
      const set: TechnicianCommand = {
        type: 'set_specialization',
        code,
        proficiency: random.between(2, 5),
        years: random.between(1, 12),
        certifiedUntil: certifiedUntil(random, endMs),
      };
      history.give(actor, set, by, beginMs);
    }
    const centre = centres[create.zone as Zone];
    const locate: TechnicianCommand = {
      type: 'locate',
      latitude: around(random, centre.latitude),
      longitude: around(random, centre.longitude),
    };
    history.give(actor, locate, by, endMs - random.between(0, DAY_MS / 3));
  }
}

/** Most for a good while, some no more, a few never were. */
function certifiedUntil(random: Random, endMs: number): string | null {
  const days = random.weighted<number | null>([
    [8, random.between(60, 900)],
    [1, -random.between(5, 200)],
    [1, null],
  ]);
  return days === null ? null : dayOf(new Date(endMs + days * DAY_MS).toISOString(), DEFAULT_TIME_ZONE);
}

function around(random: Random, centre: number): number {
  return Math.round((centre + (random.next() * 2 - 1) * SPREAD) * 10_000) / 10_000;
}
