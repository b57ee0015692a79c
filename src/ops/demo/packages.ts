/** A handful of packages, as commands to actors. */
import type { PackageCommand, PackageFields } from '../../actors/package/commands.ts';

export interface MadePackage {
  readonly id: string;
  readonly create: Extract<PackageCommand, { type: 'create' }>;
}

const all: readonly PackageFields[] = [
  offer('Rumah 20', 20, 10, 179_000, 150_000, 'basic'),
  offer('Rumah 50', 50, 25, 249_000, 150_000, 'basic'),
  offer('Keluarga 100', 100, 50, 349_000, 0, 'standard'),
  offer('Keluarga 200', 200, 100, 499_000, 0, 'standard'),
  offer('Usaha 300', 300, 300, 899_000, 500_000, 'premium'),
  // Nobody can have it any more; some still do.
  { ...offer('Hemat 10', 10, 5, 129_000, 200_000, 'basic'), active: false },
];

export function makePackages(newId: () => string): MadePackage[] {
  return all.map((fields) => ({ id: newId(), create: { type: 'create', ...fields } }));
}

function offer(
  name: string,
  downMbps: number,
  upMbps: number,
  monthlyPrice: number,
  setupFee: number,
  slaClass: PackageFields['slaClass'],
): PackageFields {
  return { name, downMbps, upMbps, monthlyPrice, setupFee, slaClass, active: true };
}
