/** Technicians: a directory small enough to be held whole; what can be changed about them. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type {
  availabilities,
  createTechnicianSchema,
  editTechnicianSchema,
  setSpecializationSchema,
  technicianSchema,
} from '../../../src/contracts/technicians.ts';
import { type Change, change, get } from './client.ts';
import type { Page } from './page.ts';

export type Technician = z.infer<typeof technicianSchema>;
export type Availability = (typeof availabilities)[number];

export const technicianKeys = {
  all: ['technician'] as const,
  directory: ['technician', 'directory'] as const,
  one: (id: string) => ['technician', 'one', id] as const,
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

export function technicianOne(id: string) {
  return queryOptions({
    queryKey: technicianKeys.one(id),
    queryFn: ({ signal }) =>
      get<Technician & { readonly position?: string }>(`/technicians/${encodeURIComponent(id)}`, {}, signal),
  });
}

export function createTechnician(
  body: z.input<typeof createTechnicianSchema>,
  key: string,
): Promise<Technician> {
  return change('POST', '/technicians', { body, key });
}

export function editTechnician(
  id: string,
  body: z.input<typeof editTechnicianSchema>,
  options: Change,
): Promise<Technician> {
  return change('PATCH', `/technicians/${id}`, { ...options, body });
}

export function setAvailability(id: string, availability: Availability): Promise<Technician> {
  return change('POST', `/technicians/${id}/availability`, { body: { availability } });
}

export function setSpecialization(
  id: string,
  code: string,
  body: z.input<typeof setSpecializationSchema>,
  options: Change,
): Promise<Technician> {
  return change('PUT', `/technicians/${id}/specializations/${encodeURIComponent(code)}`, {
    ...options,
    body,
  });
}

export function removeSpecialization(id: string, code: string): Promise<Technician> {
  return change('DELETE', `/technicians/${id}/specializations/${encodeURIComponent(code)}`);
}
