/** Technicians: a directory small enough to be held whole. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { technicianSchema } from '../../../src/contracts/technicians.ts';
import { get } from './client.ts';
import type { Page } from './page.ts';

export type Technician = z.infer<typeof technicianSchema>;

export const technicianKeys = {
  all: ['technician'] as const,
  directory: ['technician', 'directory'] as const,
};

export const technicianDirectory = queryOptions({
  queryKey: technicianKeys.directory,
  queryFn: async ({ signal }) => {
    const found: Technician[] = [];
    let cursor: string | undefined;
    do {
      const page = await get<Page<Technician>>('/technicians', { limit: 200, cursor }, signal);
      found.push(...page.data);
      cursor = page.page.next ?? undefined;
    } while (cursor !== undefined);
    return found;
  },
  staleTime: 5 * 60_000,
});
