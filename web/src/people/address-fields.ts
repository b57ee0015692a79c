/** Between an address and the fields of a form: coordinates stand in one, as maps write them. */
import type { Address } from '../../../src/contracts/address.ts';

export const addressFields = [
  'street',
  'rt',
  'rw',
  'kelurahan',
  'kecamatan',
  'city',
  'postalCode',
  'coordinates',
] as const;
export type AddressValues = Record<(typeof addressFields)[number], string>;

export function addressValues(address: Address | null): AddressValues {
  const coordinates = address?.coordinates;
  return {
    street: address?.street ?? '',
    rt: address?.rt ?? '',
    rw: address?.rw ?? '',
    kelurahan: address?.kelurahan ?? '',
    kecamatan: address?.kecamatan ?? '',
    city: address?.city ?? '',
    postalCode: address?.postalCode ?? '',
    coordinates: coordinates ? `${coordinates.latitude}, ${coordinates.longitude}` : '',
  };
}

/** Null when nothing is filled in. What is no pair of numbers stays a text, for the contract to refuse. */
export function addressOf(values: AddressValues): Readonly<Record<string, unknown>> | null {
  const trimmed = Object.fromEntries(
    addressFields.map((name) => [name, values[name].trim()]),
  ) as AddressValues;
  if (addressFields.every((name) => trimmed[name] === '')) return null;
  const { rt, rw, coordinates, ...rest } = trimmed;
  return { ...rest, rt: rt || null, rw: rw || null, coordinates: coordinatesOf(coordinates) };
}

function coordinatesOf(typed: string): unknown {
  if (typed === '') return null;
  const [latitude, longitude, ...more] = typed.split(',').map((part) => Number(part.trim() || 'x'));
  return more.length > 0 || Number.isNaN(latitude) || Number.isNaN(longitude ?? Number.NaN)
    ? typed
    : { latitude, longitude };
}

export function addressWords(values: AddressValues): string {
  return addressFields
    .map((name) => values[name])
    .filter((value) => value !== '')
    .join(', ');
}
