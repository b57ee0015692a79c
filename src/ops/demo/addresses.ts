/** Invented addresses: streets that every town has, in districts of the six zones. */
import type { Address } from '../../contracts/address.ts';
import type { Random } from './random.ts';
import type { Zone } from './words.ts';

interface District {
  readonly city: string;
  readonly kecamatan: string;
  readonly kelurahan: readonly [string, ...string[]];
  readonly postalCode: string;
  readonly latitude: number;
  readonly longitude: number;
}

const districts: Readonly<Record<Zone, District>> = {
  'jakarta-pusat': district(
    'Jakarta Pusat',
    'Menteng',
    ['Menteng', 'Cikini', 'Gondangdia'],
    '10310',
    -6.1963,
    106.8325,
  ),
  'jakarta-selatan': district(
    'Jakarta Selatan',
    'Tebet',
    ['Tebet Barat', 'Tebet Timur', 'Manggarai'],
    '12810',
    -6.226,
    106.8582,
  ),
  depok: district('Depok', 'Beji', ['Beji', 'Kukusan', 'Pondok Cina'], '16421', -6.3687, 106.8244),
  bekasi: district(
    'Bekasi',
    'Bekasi Selatan',
    ['Pekayon Jaya', 'Kayuringin Jaya'],
    '17144',
    -6.2598,
    106.9836,
  ),
  tangerang: district('Tangerang', 'Cipondoh', ['Cipondoh', 'Poris Plawad'], '15148', -6.1894, 106.6817),
  bogor: district('Bogor', 'Bogor Tengah', ['Babakan', 'Paledang', 'Tegallega'], '16128', -6.595, 106.7992),
};

const streets = [
  'Melati',
  'Kenanga',
  'Anggrek',
  'Mawar',
  'Cempaka',
  'Flamboyan',
  'Merpati',
  'Rajawali',
  'Merdeka',
  'Pahlawan',
] as const;

function district(
  city: string,
  kecamatan: string,
  kelurahan: District['kelurahan'],
  postalCode: string,
  latitude: number,
  longitude: number,
): District {
  return { city, kecamatan, kelurahan, postalCode, latitude, longitude };
}

export function addressIn(zone: Zone, random: Random): Address {
  const { city, kecamatan, kelurahan, postalCode, latitude, longitude } = districts[zone];
  return {
    street: `Jl. ${random.pick(streets)} No. ${random.between(1, 120)}`,
    rt: String(random.between(1, 12)).padStart(3, '0'),
    rw: String(random.between(1, 9)).padStart(3, '0'),
    kelurahan: random.pick(kelurahan),
    kecamatan,
    city,
    postalCode,
    coordinates: { latitude: near(latitude, random), longitude: near(longitude, random) },
  };
}

/** Within a kilometre or so, to five digits. */
function near(degrees: number, random: Random): number {
  return Math.round((degrees + (random.next() - 0.5) / 50) * 100_000) / 100_000;
}
