/** Packages: all of them (a handful), one made, one changed. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { createPackageSchema, editPackageSchema, Package } from '../../../src/contracts/packages.ts';
import { type Change, change, get } from './client.ts';
import type { Page } from './page.ts';

export const packageKeys = { all: ['package'] as const };

export const packageList = queryOptions({
  queryKey: packageKeys.all,
  queryFn: async ({ signal }) => (await get<Page<Package>>('/packages', { limit: 200 }, signal)).data,
  staleTime: Number.POSITIVE_INFINITY,
});

export function createPackage(body: z.input<typeof createPackageSchema>, key: string): Promise<Package> {
  return change('POST', '/packages', { body, key });
}

export function editPackage(
  id: string,
  body: z.input<typeof editPackageSchema>,
  options: Change,
): Promise<Package> {
  return change('PATCH', `/packages/${id}`, { ...options, body });
}
